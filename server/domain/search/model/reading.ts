/** What a person may have meant by what they typed into the search field. */
export type Reading = {
  text: string;
  /** A whole id of ours. */
  id: string | null;
  /** Centavos: `R$ 1.234,56`, `1234,56`. */
  cents: bigint | null;
  /** CNPJ characters without punctuation, from the first three on. */
  cnpj: string | null;
};

const centsMax = 10n ** 16n;

/** Reads a search text in every way it can be meant; several at once is usual. */
export function readSearch(typed: string): Reading {
  const text = typed.trim().replace(/\s+/g, " ").slice(0, 100);
  return { text, id: readId(text), cents: readCents(text), cnpj: readCnpj(text) };
}

function readId(text: string): string | null {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) ? text.toLowerCase() : null;
}

/** Brazilian first; a single dot with two decimals is read as English. A bare number is not money. */
function readCents(text: string): bigint | null {
  const isMarked = /^(R\$|BRL)/i.test(text);
  const number = text.replace(/^(R\$|BRL)\s*/i, "");
  const brazilian = /^(\d{1,3}(?:\.\d{3})+|\d+),(\d{2})$/.exec(number);
  const english = /^(\d{1,3}(?:,\d{3})+|\d+)\.(\d{2})$/.exec(number);
  const whole = isMarked ? /^(\d{1,3}(?:\.\d{3})+|\d+)$/.exec(number) : null;
  const found = brazilian ?? english ?? whole;
  if (!found) return null;
  const cents = BigInt((found[1] ?? "").replace(/\D/g, "")) * 100n + BigInt(found[2] ?? "0");
  return cents > 0n && cents <= centsMax ? cents : null;
}

function readCnpj(text: string): string | null {
  if (!/^[\dA-Z./-]+$/i.test(text)) return null;
  const characters = text.replace(/[./-]/g, "").toUpperCase();
  return characters.length >= 3 && characters.length <= 14 && /\d/.test(characters) ? characters : null;
}
