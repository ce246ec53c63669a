export type Side = "BUY" | "SELL";

const words: ReadonlyMap<string, Side> = new Map([
  ["C", "BUY"],
  ["COMPRA", "BUY"],
  ["BUY", "BUY"],
  ["V", "SELL"],
  ["VENDA", "SELL"],
  ["SELL", "SELL"],
]);

/** What a side's word means without anybody saying so; null for every other word. */
export function knownSide(text: string): Side | null {
  return words.get(text.trim().toUpperCase()) ?? null;
}

const buys = /^(c|cp|cpra|compras?|comprad[oa]|comprar|aquisicao|aplicacao|b|buy|bought|purchase)$/;
const sells = /^(v|vd|vendas?|vendid[oa]|vender|alienacao|s|sell|sold|sale)$/;

/** What a word most likely means: offered to a person, never taken by itself. */
export function likelySide(text: string): Side | null {
  const word = text
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[^a-z]/g, "");
  return buys.test(word) ? "BUY" : sells.test(word) ? "SELL" : null;
}
