import type { TransportKind, WrongKind } from "../anbima/switches";

/** What a person reads for each way to fail. */
export const transportNames: Readonly<Record<TransportKind, string>> = {
  refused: "Conexão recusada",
  "500": "500, erro interno",
  "502": "502, gateway ruim",
  "503": "503, indisponível",
  "504": "504, tempo do gateway esgotado",
  "429": "429, chamadas demais",
  "401": "401, token expirado",
  "403": "403, produto não contratado",
  hang: "Nunca responde",
  slow: "Responde aos poucos (5 s)",
  truncated: "Corpo cortado no meio",
  html200: "Página HTML com 200",
  malformed: "JSON malformado",
  empty: "Corpo vazio",
  null: "Corpo null",
  empty_list: "Lista vazia",
  huge: "Corpo gigante",
  wrong_length: "Tamanho declarado errado",
};

export const wrongNames: Readonly<Record<WrongKind, string>> = {
  price_missing: "PU ausente",
  price_null: "PU nulo",
  price_zero: "PU zero",
  price_negative: "PU negativo",
  price_nd: "PU N/D",
  price_dash: "PU --",
  price_blank: "PU em branco",
  price_huge: "PU 1e400",
  stale: "Data de referência antiga",
  future: "Data de referência futura",
  inverted_rates: "Taxas invertidas",
  out_of_band: "Taxa fora da banda",
  jump: "Salto de 6 % sobre a véspera",
  duplicate_divergent: "Duplicado divergente",
  duplicate_identical: "Duplicado idêntico",
  absent: "Ativo fora da lista",
  revised: "PU revisto a cada leitura",
  duplicate_keys: "Campo repetido no JSON",
};
