/** One line of a CSV; a field is quoted when it has to be. */
export function csvLine(fields: readonly string[], delimiter: string): string {
  return `${fields.map((field) => quoted(field, delimiter)).join(delimiter)}\r\n`;
}

function quoted(field: string, delimiter: string): string {
  if (!/["\r\n]/.test(field) && !field.includes(delimiter)) return field;
  return `"${field.replaceAll('"', '""')}"`;
}

/** A text that a spreadsheet would run as a formula is marked as text (ASVS 1.2.10). */
export function harmless(text: string): string {
  return /^[=+\-@\t\r\n\0＝＋－＠]/.test(text) ? `'${text}` : text;
}
