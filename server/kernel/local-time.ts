const zone = "America/Sao_Paulo";
const MINUTE_MS = 60_000;

const clock = new Intl.DateTimeFormat("en-CA", {
  timeZone: zone,
  hourCycle: "h23",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});

/** The calendar day in São Paulo at an instant, `YYYY-MM-DD`. */
export function localDay(instant: Date): string {
  return new Date(instant.getTime() + offsetAt(instant.getTime())).toISOString().slice(0, 10);
}

/**
 * The instant at which a São Paulo clock shows that day and time (`HH:MM` or `HH:MM:SS`). A time that
 * summer time skipped (midnight, until 2018) is the same distance after the jump; of a repeated one
 * the first counts.
 * @throws RangeError when day or time do not exist on any clock
 */
export function localInstant(day: string, time: string): Date {
  const wall = Date.parse(`${day}T${time.length === 5 ? `${time}:00` : time}Z`);
  if (Number.isNaN(wall)) throw new RangeError(`not a local time: ${day} ${time}`);
  // The offsets a day before and after are the only two that can hold; west of Greenwich both are negative.
  const before = wall - offsetAt(wall - 1440 * MINUTE_MS);
  const after = wall - offsetAt(wall + 1440 * MINUTE_MS);
  for (const candidate of [Math.min(before, after), Math.max(before, after)]) {
    if (candidate + offsetAt(candidate) === wall) return new Date(candidate);
  }
  return new Date(before);
}

/** Milliseconds to add to UTC to read a São Paulo clock; from the time zone data, never assumed. */
function offsetAt(time: number): number {
  const parts: Record<string, string> = {};
  for (const { type, value } of clock.formatToParts(time)) parts[type] = value;
  const { year, month, day, hour, minute, second } = parts;
  const wall = Date.parse(`${year?.padStart(4, "0")}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return wall - Math.floor(time / 1000) * 1000;
}
