import { splitFields } from "./fields";
import { countKnownNames } from "./header";

/** Field separators that a file may use, in order of preference. */
export const delimiters = [";", ",", "\t", "|"] as const;
export type Delimiter = (typeof delimiters)[number];

/** What people call each separator. */
export const delimiterNames: Readonly<Record<Delimiter, string>> = {
  ";": "ponto e vírgula (;)",
  ",": "vírgula (,)",
  "\t": "tabulação",
  "|": "barra vertical (|)",
};

/** The delimiter that makes most sense of a header line: most known names, then most fields. */
export function detectDelimiter(headerText: string): Delimiter {
  let best: Delimiter = ";";
  let bestScore = -1;
  for (const delimiter of delimiters) {
    const fields = splitFields(headerText, delimiter);
    if (!Array.isArray(fields)) continue;
    const score = countKnownNames(fields) * 1_000 + Math.min(fields.length, 999);
    if (score > bestScore) {
      best = delimiter;
      bestScore = score;
    }
  }
  return best;
}

/** Excel's `sep=;` first line. @returns null when the line is something else */
export function readSeparatorLine(text: string): Delimiter | null {
  const match = /^"?sep=(.)"?$/i.exec(text.trimEnd() === "sep=" ? "sep=\t" : text.replace(/[ \r]+$/, ""));
  const found = delimiters.find((delimiter) => delimiter === match?.[1]);
  return found ?? null;
}
