export type Token = { key: string; operator: "=" | ">" | ">=" | "<" | "<="; value: string; raw: string };

const pattern = /([\p{L}_]+):(>=|<=|>|<|=)?("[^"]*"|\S+)/gu;

/**
 * Words of a search as a person writes them: `status:pendente valor:>10000 ativo:"CRA 01" texto`.
 * What begins with no known key stays text, so that an id with a colon can still be looked for.
 */
export function parseTokens(text: string, known: readonly string[]): { tokens: Token[]; rest: string } {
  const tokens: Token[] = [];
  const rest = text.replace(
    pattern,
    (raw: string, name: string, operator: Token["operator"] | undefined, value: string) => {
      const key = plain(name);
      if (!known.includes(key)) return raw;
      tokens.push({ key, operator: operator ?? "=", value: value.replaceAll('"', ""), raw });
      return " ";
    },
  );
  return { tokens, rest: rest.replace(/\s+/g, " ").trim() };
}

/** Lower case without accents: what is typed in a hurry. */
export function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** What must not stand in an address that is sent on: an e-mail, or a CPF or CNPJ written as one. */
export function looksPersonal(text: string): boolean {
  return (
    /\S@\S+\.\S/.test(text) ||
    /\d{3}\.\d{3}\.\d{3}-\d{2}/.test(text) ||
    /[\dA-Z]{2}\.[\dA-Z]{3}\.[\dA-Z]{3}\/[\dA-Z]{4}-\d{2}/i.test(text)
  );
}
