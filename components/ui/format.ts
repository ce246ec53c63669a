/** How numbers and times are written. Everything is exact: money and decimals never become a `number`. */

const timeZone = "America/Sao_Paulo";
type NumericText = `${number}`;

/** Made once for each way of writing: making one costs a hundred times what using it does. */
const numberFormat = kept(
  (locale, options?: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options),
);
const dateFormat = kept(
  (locale, options?: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options),
);

function kept<Options, Format>(make: (locale: string, options?: Options) => Format) {
  const made = new Map<string, Format>();
  return (locale: string, options?: Options): Format => {
    const key = locale + JSON.stringify(options ?? null);
    const format = made.get(key) ?? make(locale, options);
    made.set(key, format);
    return format;
  };
}

/** Centavos as `R$ 1.234,56`; without the symbol in tables whose header already says it. */
export function formatMoney(cents: bigint, locale: string, withSymbol = true): string {
  const digits = (cents < 0n ? -cents : cents).toString().padStart(3, "0");
  const text = `${cents < 0n ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}` as NumericText;
  return numberFormat(locale, {
    ...(withSymbol ? { style: "currency", currency: "BRL" } : {}),
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  }).format(text);
}

/** A decimal text with the reader's separators, keeping between `min` and `max` of its decimals. */
export function formatDecimal(text: string, locale: string, min = 0, max = 8): string {
  return numberFormat(locale, { minimumFractionDigits: min, maximumFractionDigits: max }).format(
    text as NumericText,
  );
}

export function formatCount(count: number | bigint, locale: string): string {
  return numberFormat(locale).format(count);
}

/** `12,3 mi`: for tiles and scales, where the exact value stands beside. Not for money that is read alone. */
export function formatCompact(value: number, locale: string): string {
  return numberFormat(locale, { notation: "compact", maximumFractionDigits: 1 }).format(value);
}

/** A share of one as `12,3%`. */
export function formatShare(share: number, locale: string, decimals = 1): string {
  return numberFormat(locale, { style: "percent", maximumFractionDigits: decimals }).format(share);
}

/** Figures alone are read day first in Portuguese; in English nobody knows, so the month has a name. */
function dayParts(locale: string) {
  return locale === "en"
    ? ({ locale: "en-GB", month: "short" } as const)
    : ({ locale, month: "2-digit" } as const);
}

/** `20/11/2026` for a calendar day `YYYY-MM-DD`; `20 Nov 2026` in English. */
export function formatDay(day: string, locale: string): string {
  const parts = dayParts(locale);
  return dateFormat(parts.locale, {
    timeZone: "UTC",
    day: "2-digit",
    month: parts.month,
    year: "numeric",
  }).format(new Date(`${day}T00:00:00Z`));
}

/** `20 de nov. de 2026` for a calendar day: in sentences. */
export function formatDayLong(day: string, locale: string): string {
  return dateFormat(dayParts(locale).locale, {
    timeZone: "UTC",
    day: "numeric",
    month: "short",
    year: "numeric",
  }).format(new Date(`${day}T00:00:00Z`));
}

/** `20/11` for a calendar day: beside a scale. */
export function formatDayShort(day: string, locale: string): string {
  const parts = dayParts(locale);
  return dateFormat(parts.locale, { timeZone: "UTC", day: "2-digit", month: parts.month }).format(
    new Date(`${day}T00:00:00Z`),
  );
}

/** `20:30` or `20:30:45` in Brasília's time. */
export function formatTime(at: Date, locale: string, withSeconds = false): string {
  return dateFormat(locale, {
    timeZone,
    hour: "2-digit",
    minute: "2-digit",
    ...(withSeconds ? { second: "2-digit" } : {}),
    hourCycle: "h23",
  }).format(at);
}

/** `3m42s`, `2h10`: how long something took or has waited. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 60) return `${whole}s`;
  if (whole < 3600) return `${Math.floor(whole / 60)}m${String(whole % 60).padStart(2, "0")}`;
  if (whole < 86_400) {
    return `${Math.floor(whole / 3600)}h${String(Math.floor((whole % 3600) / 60)).padStart(2, "0")}`;
  }
  return `${Math.floor(whole / 86_400)}d`;
}

/** `20/11/2026, 20:30:45` in Brasília's time; `20 Nov 2026, 20:30:45` in English. */
export function formatInstant(at: Date, locale: string): string {
  const parts = dayParts(locale);
  return dateFormat(parts.locale, {
    timeZone,
    day: "2-digit",
    month: parts.month,
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
  const digits = numberFormat(locale, { maximumFractionDigits: unit === 0 ? 0 : 1 }).format(value);
  return `${digits} ${units[unit]}`;
}

/** `12.345.678/0001-95`; letters of the newer registrations stay. */
export function formatCnpj(cnpj: string): string {
  return cnpj.replace(/^(.{2})(.{3})(.{3})(.{4})(.{2})$/, "$1.$2.$3/$4-$5");
}
