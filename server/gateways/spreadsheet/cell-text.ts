/** A cell's value as a line of a CSV tells it: numbers and days in the one way that nobody misreads. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return dayText(value);
  if (typeof value === "boolean") return value ? "VERDADEIRO" : "FALSO";
  if (typeof value === "object" && "number" in value) return numberText(String(value.number));
  return String(value).replace(/\p{Cc}+/gu, " ");
}

/**
 * A spreadsheet keeps binary fractions and writes up to 17 digits of them: the shortest decimal that is the
 * same fraction is what the person typed. Written with a point, and with a fourth decimal where three would
 * look like thousands.
 */
export function numberText(written: string): string {
  const value = Number(written);
  if (!Number.isFinite(value)) return written;
  const plain = withoutExponent(String(value));
  return /^-?\d{1,3}\.\d{3}$/.test(plain) ? `${plain}0` : plain;
}

function withoutExponent(text: string): string {
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (!match) return text;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  const digits = whole + fraction;
  const point = 1 + Number(exponent);
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  if (point >= digits.length) return sign + digits.padEnd(point, "0");
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

function dayText(date: Date): string {
  if (Number.isNaN(date.getTime())) return "";
  const iso = date.toISOString();
  return iso.endsWith("T00:00:00.000Z") ? iso.slice(0, 10) : iso.slice(0, 16).replace("T", " ");
}

/** One line of a CSV separated by semicolons. */
export function csvLine(values: readonly unknown[]): string {
  return `${values
    .map(cellText)
    .map((text) => (/[";]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text))
    .join(";")}\n`;
}
