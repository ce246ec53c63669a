import { gotInEnglish, problemInEnglish } from "#server/domain/imports/queries";

/**
 * An answer with the problems of lines and files told in English: they are stored in Portuguese, with a
 * code that says the same. Everything else stays as it is.
 */
export function inEnglish(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inEnglish);
  if (!isPlain(value)) return value;
  const told = Object.fromEntries(Object.entries(value).map(([key, part]) => [key, inEnglish(part)]));
  if (typeof told.got === "string") told.got = gotInEnglish(told.got);
  if (typeof told.code !== "string" || typeof told.fix !== "string") return told;
  const words = problemInEnglish(told.code);
  if (!words) return told;
  return { ...told, fix: words.fix, ...("expected" in told ? { expected: words.expected } : {}) };
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
