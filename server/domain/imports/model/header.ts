import { excerpt } from "./excerpt";
import type { FileRefusal } from "./problems";

/** What a column of an operations file means. */
export const columnKeys = [
  "externalId",
  "fund",
  "side",
  "asset",
  "quantity",
  "rate",
  "operationOn",
  "informedUnitPrice",
  "assetClass",
  "settlementOn",
] as const;
export type ColumnKey = (typeof columnKeys)[number];

/** A file's header, understood. Plain data: it is stored with the upload and given to every chunk. */
export type Header = {
  /** Names as written, shortened; one per field. */
  readonly names: readonly string[];
  /** Field index of each column found. */
  readonly columns: Readonly<Partial<Record<ColumnKey, number>>>;
  /** Names that mean nothing to us: ignored, and said so. */
  readonly unknown: readonly string[];
  /** Same for the same names in the same order, however they are spelt. */
  readonly fingerprint: string;
  /** Most known names are the English ones. */
  readonly isEnglish: boolean;
  /** Field index of `_chave`: which line of an earlier file this one corrects. */
  readonly keyIndex?: number;
};

type Names = { readonly portuguese: string; readonly english: string; readonly others: readonly string[] };

const namesOf: Readonly<Record<ColumnKey, Names>> = {
  externalId: {
    portuguese: "operacao_id",
    english: "operation_id",
    others: ["id_operacao", "id_da_operacao", "codigo_operacao"],
  },
  fund: { portuguese: "fundo", english: "fund", others: ["codigo_fundo", "cnpj_fundo", "fund_code"] },
  side: { portuguese: "tipo", english: "operation_type", others: ["tipo_operacao", "c_v", "side"] },
  asset: { portuguese: "ativo", english: "asset_code", others: ["codigo_ativo", "asset"] },
  quantity: { portuguese: "quantidade", english: "quantity", others: ["qtde", "qtd"] },
  rate: { portuguese: "taxa", english: "tax_rate", others: ["rate"] },
  operationOn: {
    portuguese: "data_operacao",
    english: "operation_date",
    others: ["data_da_operacao", "trade_date"],
  },
  informedUnitPrice: {
    portuguese: "pu_informado",
    english: "unit_price",
    others: ["pu", "preco_unitario", "informed_unit_price"],
  },
  assetClass: { portuguese: "classe", english: "asset_class", others: ["classe_ativo"] },
  settlementOn: {
    portuguese: "data_liquidacao",
    english: "settlement_date",
    others: ["data_da_liquidacao"],
  },
};

export const requiredKeys: readonly ColumnKey[] = [
  "externalId",
  "fund",
  "side",
  "asset",
  "quantity",
  "rate",
  "operationOn",
];

const official = new Map<string, ColumnKey>();
const alternative = new Map<string, ColumnKey>();
const english = new Set<string>();
for (const key of columnKeys) {
  official.set(namesOf[key].portuguese, key);
  official.set(namesOf[key].english, key);
  english.add(namesOf[key].english);
  for (const other of namesOf[key].others) alternative.set(other, key);
}

/**
 * Maps a header's fields to columns.
 * @param options.fundIsGiven the upload names a fund, so that the column `fundo` may be missing
 * @param options.remembered normalised name → column, as a person once mapped this header
 * @param options.columns name as written → column, as a person maps it now
 */
export function parseHeader(
  fields: readonly string[],
  line: number,
  options: HeaderOptions,
): Header | FileRefusal {
  const mapped = mapColumns(fields, options);
  const { columns, used, clash } = mapped;
  if (clash) return duplicateColumns(fields, clash.first, clash.second, line);
  if (used.size < 2 && looksLikeData(fields)) return noHeader(fields, line);
  const missing = missingKeys(columns, options.fundIsGiven);
  if (missing.length > 0) return missingColumns(fields, missing, line);
  const englishCount = fields.filter((name) => english.has(normaliseName(name))).length;
  const keyIndex = fields.findIndex((name) => name.trim() === keyColumn);
  return {
    names: displayNames(fields),
    columns,
    unknown: fields.flatMap((name, index) => (used.has(index) ? [] : [excerptName(name, index)])),
    fingerprint: headerFingerprint(fields),
    isEnglish: englishCount * 2 > used.size,
    ...(keyIndex < 0 ? {} : { keyIndex }),
  };
}

export type HeaderOptions = {
  readonly fundIsGiven: boolean;
  readonly remembered?: ReadonlyMap<string, ColumnKey>;
  readonly columns?: Readonly<Record<string, ColumnKey | "ignore">>;
};

/** Where a column's meaning comes from, surest first. */
export type ColumnSource = "chosen" | "remembered" | "exact";

export type ColumnMap = {
  readonly columns: Readonly<Partial<Record<ColumnKey, number>>>;
  /** Field index → where its meaning comes from. */
  readonly used: ReadonlyMap<number, ColumnSource>;
  /** Two fields of one meaning, neither surer than the other. */
  readonly clash: { readonly first: number; readonly second: number } | null;
};

/** Which field holds which column: as the person says, as remembered, by our names, by names people use. */
export function mapColumns(
  fields: readonly string[],
  options: Omit<HeaderOptions, "fundIsGiven">,
): ColumnMap {
  const normalised = fields.map(normaliseName);
  const names = displayNames(fields);
  const columns: Partial<Record<ColumnKey, number>> = {};
  const used = new Map<number, ColumnSource>();
  const given = Object.entries(options.columns ?? {});
  const chosen = new Map(given);
  const alike = new Map(given.map(([name, key]) => [normaliseName(name), key]));
  const chosenOf = (index: number) => chosen.get(names[index] ?? "") ?? alike.get(normalised[index] || "-");
  const ignored = new Set([...fields.keys()].filter((index) => chosenOf(index) === "ignore"));
  const sources: readonly [ColumnSource, (index: number) => ColumnKey | "ignore" | undefined][] = [
    ["chosen", chosenOf],
    ["remembered", (index) => options.remembered?.get(normalised[index] ?? "")],
    ["exact", (index) => official.get(normalised[index] ?? "")],
    ["exact", (index) => alternative.get(normalised[index] ?? "")],
  ];
  for (const [source, keyOf] of sources) {
    const taken = new Set(Object.keys(columns));
    for (const index of fields.keys()) {
      const key = keyOf(index);
      if (key === undefined || key === "ignore" || ignored.has(index) || used.has(index)) continue;
      if (taken.has(key)) continue;
      const earlier = columns[key];
      if (earlier !== undefined) return { columns, used, clash: { first: earlier, second: index } };
      columns[key] = index;
      used.set(index, source);
    }
  }
  return { columns, used, clash: null };
}

export function missingKeys(columns: ColumnMap["columns"], fundIsGiven: boolean): ColumnKey[] {
  return requiredKeys.filter((key) => columns[key] === undefined && !(key === "fund" && fundIsGiven));
}

/** Names as a person sees them, one per field. */
export function displayNames(fields: readonly string[]): string[] {
  return fields.map((name, index) => excerptName(name, index));
}

/** Names a line of an earlier file that a correction is about. */
export const keyColumn = "_chave";

/** Without accents, case, spaces, quotes or BOM: `“Data  Operação”` → `data_operacao`. */
export function normaliseName(name: string): string {
  return name
    .slice(0, 200)
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
}

export function headerFingerprint(fields: readonly string[]): string {
  return fields.map(normaliseName).join("|");
}

export function countKnownNames(fields: readonly string[]): number {
  const keys = new Set<ColumnKey>();
  for (const field of fields) {
    const name = normaliseName(field);
    const key = official.get(name) ?? alternative.get(name);
    if (key) keys.add(key);
  }
  return keys.size;
}

/** Every name by which files call a column, normalised. */
export function knownNames(key: ColumnKey): readonly string[] {
  const { portuguese, english: inEnglish, others } = namesOf[key];
  return [portuguese, inEnglish, ...others];
}

/** The official Portuguese name of a column. */
export function columnName(key: ColumnKey): string {
  return namesOf[key].portuguese;
}

function excerptName(name: string, index: number): string {
  const trimmed = name.replace(/^\ufeff/, "").trim();
  return trimmed === "" ? `coluna ${index + 1}` : excerpt(trimmed).slice(1, -1);
}

function looksLikeData(fields: readonly string[]): boolean {
  return fields.some((field) =>
    /^\s*(\d{4}-\d{2}-\d{2}|\d{1,2}\/\d{1,2}\/\d{2,4}|R?\$?\s*-?\d+([.,]\d+)*)\s*$/.test(field),
  );
}

const model = "operacao_id;fundo;tipo;ativo;quantidade;taxa;data_operacao;pu_informado";

function noHeader(fields: readonly string[], line: number): FileRefusal {
  return {
    code: "NO_HEADER",
    line,
    expected: `um cabeçalho com os nomes das colunas, como ${model}`,
    got: excerpt(fields.join(" ")),
    fix: "Acrescente a linha de cabeçalho no começo do arquivo e envie de novo.",
  };
}

function missingColumns(fields: readonly string[], missing: readonly ColumnKey[], line: number): FileRefusal {
  const names = missing.map((key) => `“${namesOf[key].portuguese}” (ou “${namesOf[key].english}”)`);
  const shown = fields.slice(0, 12).map(excerptName);
  return {
    code: "MISSING_COLUMNS",
    line,
    expected: `${missing.length === 1 ? "a coluna" : "as colunas"} ${names.join(", ")}`,
    got: `o cabeçalho ${shown.map((name) => `“${name}”`).join(", ")}${fields.length > 12 ? "…" : ""}`,
    fix: `Use estes nomes no cabeçalho: ${model}.`,
  };
}

function duplicateColumns(
  fields: readonly string[],
  first: number,
  second: number,
  line: number,
): FileRefusal {
  return {
    code: "DUPLICATE_COLUMNS",
    line,
    expected: "cada coluna uma vez só",
    got: `“${excerptName(fields[first] ?? "", first)}” (coluna ${first + 1}) e “${excerptName(fields[second] ?? "", second)}” (coluna ${second + 1}) com o mesmo sentido`,
    fix: "Apague ou renomeie uma das duas e envie de novo.",
  };
}
