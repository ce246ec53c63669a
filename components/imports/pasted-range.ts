/**
 * A range copied from a spreadsheet, as the file it would be: cells separated by tabs, records by line
 * ends, quotes as the spreadsheet wrote them. Null when what was pasted is not a range.
 */
export function readPastedRange(text: string): { content: string; rows: number } | null {
  const content = text.replace(/\r\n?/g, "\n").replace(/\n+$/, "");
  const lines = content.split("\n");
  const first = lines[0] ?? "";
  const hasColumns = /[\t;|]/.test(first) || first.split(",").length > 2;
  if (lines.length < 2 || !hasColumns) return null;
  return { content: `${content}\n`, rows: lines.length - 1 };
}

/** `colado-2026-11-22-153045.txt`: says when, so that two pastes are told apart. */
export function pastedName(at: Date): string {
  const day = new Intl.DateTimeFormat("sv-SE", {
    timeZone: "America/Sao_Paulo",
    dateStyle: "short",
    timeStyle: "medium",
  }).format(at);
  return `colado-${day.replace(" ", "-").replaceAll(":", "")}.txt`;
}
