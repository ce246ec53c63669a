import { type DetectedEncoding, decodeStrict, decodeWindows1252, type Encoding } from "./encoding";

/** Why an encoding was taken. */
export type EncodingReason = "CHOSEN" | "BOM" | "ONLY_ASCII" | "VALID_UTF8" | "NOT_UTF8";

const wordsShown = 5;
const separators = /[\s;,|"'()[\]{}<>]/;

export function whyEncoding(head: Uint8Array, detected: DetectedEncoding, isChosen: boolean): EncodingReason {
  if (isChosen) return "CHOSEN";
  if (detected.bom) return "BOM";
  if (head.every((byte) => byte < 0x80)) return "ONLY_ASCII";
  return detected.encoding === "utf-8" ? "VALID_UTF8" : "NOT_UTF8";
}

/** Words with accents, each once, as an encoding reads them; what is invalid in it shows as `�`. */
export function sampleWords(head: Uint8Array, encoding: Encoding): string[] {
  return wordRanges(head).map(([start, end]) => {
    const bytes = head.subarray(start, end);
    if (encoding === "windows-1252") return decodeWindows1252(bytes);
    return decodeStrict(bytes, "utf-8") ?? new TextDecoder().decode(bytes);
  });
}

/** Where words with bytes beyond ASCII begin and end: the same ranges for every encoding. */
function wordRanges(head: Uint8Array): [number, number][] {
  const found: [number, number][] = [];
  const seen = new Set<string>();
  for (let at = 0; at < head.length && found.length < wordsShown; at++) {
    if ((head[at] as number) < 0x80) continue;
    let start = at;
    while (start > 0 && at - start < 30 && !isSeparator(head[start - 1] as number)) start--;
    let end = at + 1;
    while (end < head.length && end - at < 30 && !isSeparator(head[end] as number)) end++;
    const key = head.subarray(start, end).join();
    // A BOM is no word.
    if (end - start > 3 || head[start] !== 0xef) {
      if (!seen.has(key)) found.push([start, end]);
      seen.add(key);
    }
    at = end;
  }
  return found;
}

function isSeparator(byte: number): boolean {
  return byte < 0x80 && separators.test(String.fromCharCode(byte));
}
