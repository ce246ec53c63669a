/** How numbers and times are written. Everything is exact: money and decimals never become a `number`. */

const timeZone = "America/Sao_Paulo";
type NumericText = `${number}`;

/** Centavos as `R$ 1.234,56`; without the symbol in tables whose header already says it. */
export function formatMoney(cents: bigint, locale: string, withSymbol = true): string {
  const digits = (cents < 0n ? -cents : cents).toString().padStart(3, "0");
  const text = `${cents < 0n ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}` as NumericText;
  return new Intl.NumberFormat(locale, {
    ...(withSymbol ? { style: "currency", currency: "BRL" } : {}),
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  }).format(text);
}

/** A decimal text with the reader's separators, keeping between `min` and `max` of its decimals. */
export function formatDecimal(text: string, locale: string, min = 0, max = 8): string {
  return new Intl.NumberFormat(locale, { minimumFractionDigits: min, maximumFractionDigits: max }).format(
    text as NumericText,
  );
}

export function formatCount(count: number | bigint, locale: string): string {
  return new Intl.NumberFormat(locale).format(count);
}

/** `20/11/2026` for a calendar day `YYYY-MM-DD`. */
export function formatDay(day: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, {
    timeZone: "UTC",
    day: "2-digit",
    month: "2-digit",
    year: "numeric",
  }).format(new Date(`${day}T00:00:00Z`));
}

/** `20/11/2026, 20:30:45` in Brasília's time. */
export function formatInstant(at: Date, locale: string): string {
  return new Intl.DateTimeFormat(locale, {
    timeZone,
    day: "2-digit",
    month: "2-digit",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  }).format(at);
}

const units = ["B", "KiB", "MiB", "GiB"] as const;

export function formatBytes(bytes: number | bigint, locale: string): string {
  let value = Number(bytes);
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  const digits = new Intl.NumberFormat(locale, { maximumFractionDigits: unit === 0 ? 0 : 1 }).format(value);
  return `${digits} ${units[unit]}`;
}

/** `12.345.678/0001-95`; letters of the newer registrations stay. */
export function formatCnpj(cnpj: string): string {
  return cnpj.replace(/^(.{2})(.{3})(.{3})(.{4})(.{2})$/, "$1.$2.$3/$4-$5");
}
