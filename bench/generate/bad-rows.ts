/** Fields of one line, in the order of {@link operationHeader}. */
export type OperationFields = [
  externalId: string,
  fund: string,
  side: string,
  asset: string,
  quantity: string,
  rate: string,
  operationOn: string,
  unitPrice: string,
];

export const operationHeader = "operacao_id;fundo;tipo;ativo;quantidade;taxa;data_operacao;pu_informado";

/** Mistakes that people make, each spoiling one good line in one way, and the code that it is rejected with. */
export const mistakes: readonly {
  code: string;
  spoil: (fields: OperationFields) => readonly string[];
}[] = [
  { code: "FIELD_EMPTY", spoil: (fields) => fields.with(3, "") },
  { code: "FUND_FORBIDDEN", spoil: (fields) => fields.with(1, "FUNDO-INEXISTENTE") },
  { code: "SIDE_UNKNOWN", spoil: (fields) => fields.with(2, "ALUGUEL") },
  { code: "NUMBER_FORMAT", spoil: (fields) => fields.with(4, "1,234.56") },
  { code: "NOT_POSITIVE", spoil: (fields) => fields.with(4, "-100") },
  { code: "NUMBER_TOO_LARGE", spoil: (fields) => fields.with(4, "9007199254740993") },
  { code: "NUMBER_SCALE", spoil: (fields) => fields.with(4, "0,1234567891") },
  { code: "RATE_RANGE", spoil: (fields) => fields.with(5, "1,5") },
  { code: "DATE_IMPOSSIBLE", spoil: (fields) => fields.with(6, "31/02/2026") },
  { code: "DATE_FORMAT", spoil: (fields) => fields.with(6, "15 de outubro") },
  { code: "DATE_OUT_OF_RANGE", spoil: (fields) => fields.with(6, "15/10/1926") },
  { code: "ASSET_FORMAT", spoil: (fields) => fields.with(3, "760199/2030-02-31") },
  { code: "FIELD_COUNT", spoil: (fields) => fields.slice(0, 6) },
];
