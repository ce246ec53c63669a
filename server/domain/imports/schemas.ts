import { z } from "zod";
import { parseDecimal } from "#server/kernel/decimal";
import { DomainError } from "#server/kernel/errors";
import type { ExpectedTotals } from "./model/control-totals";
import { dateOrders } from "./model/dates";
import { delimiters } from "./model/delimiter";
import { encodings } from "./model/encoding";
import { type ColumnKey, columnKeys } from "./model/header";
import { valueMeanings } from "./model/value-meanings";

export const uploadKinds = ["operacoes"] as const;
export const uploadBytesMax = 2 * 1024 ** 3;
/** How much of a file a diagnosis before the upload looks at. */
export const diagnosisBytes = 256 * 1024;

export const createUploadInput = z.strictObject({
  fileName: z.string().trim().min(1).max(255),
  kind: z.enum(uploadKinds),
  channel: z.enum(["tela", "rest", "cli"]),
  /** Fund of lines whose `fundo` column is empty or absent. */
  defaultFundId: z.uuid().nullish(),
  /** The file that this one corrects. */
  parentId: z.uuid().nullish(),
});
export type CreateUploadInput = z.infer<typeof createUploadInput>;

export const uploadRef = z.strictObject({ uploadId: z.uuid() });
export type UploadRef = z.infer<typeof uploadRef>;

const meanings = [...columnKeys, "ignore"] as const satisfies readonly (ColumnKey | "ignore")[];

/** Words of a file, as `valueKey` writes them, and their meanings. */
function meaningsOf<Meaning extends string>(choices: readonly [Meaning, ...Meaning[]]) {
  return z
    .record(z.string().max(200), z.enum(choices))
    .refine((words) => Object.keys(words).length <= 500, "too many words");
}

/** What a person corrects of how a file is read; absent is as inferred. */
export const readingInput = z.strictObject({
  encoding: z.enum(encodings).optional(),
  delimiter: z.enum(delimiters).optional(),
  decimal: z.enum([",", "."]).optional(),
  dateOrder: z.enum(dateOrders).optional(),
  headerLine: z.number().int().min(1).max(1_000).optional(),
  sheet: z.string().max(100).optional(),
  columns: z.record(z.string().max(200), z.enum(meanings)).optional(),
  values: z
    .strictObject({
      side: meaningsOf(valueMeanings.side).optional(),
      assetClass: meaningsOf(valueMeanings.assetClass).optional(),
    })
    .optional(),
});

/** The reading that a person had before them when they chose. */
const readingVersion = z.number().int().min(0);
export const saveReadingInput = uploadRef.extend({ reading: readingInput, version: readingVersion });
export const previewInput = uploadRef.extend({
  reading: readingInput.default({}),
  version: readingVersion.optional(),
});
export const diagnosisInput = uploadRef.extend({ reading: readingInput.optional() });

const quantity = z.string().refine((text) => parseDecimal(text, 8) === text, "not a canonical decimal");

/** What a person expects a file's lines to add up to; absent is not compared. */
export const expectTotalsInput = uploadRef.extend({
  expected: z.strictObject({
    lines: z.number().int().min(0).max(100_000_000).optional(),
    quantity: quantity.optional(),
    valueCents: z
      .bigint()
      .min(0n)
      .max(10n ** 18n)
      .optional(),
  }),
});

/** What REST and the command line call each total. */
export const totalNames = { lines: "linhas", quantity: "quantidade", value: "valor" } as const;
export type TotalName = keyof typeof totalNames;

const readTotal: Record<TotalName, { pattern: RegExp; expected: string }> = {
  lines: { pattern: /^\d{1,9}$/, expected: "um número inteiro de linhas" },
  quantity: {
    pattern: /^\d{1,15}(\.\d{1,8})?$/,
    expected: "um decimal com ponto e até 8 casas, como 1234.5",
  },
  value: { pattern: /^\d{1,18}$/, expected: "centavos, um número inteiro: 12345 é R$ 123,45" },
};

/**
 * Control totals as a program writes them, each a text or absent; null when none came.
 * @throws DomainError `input.invalid` (details.field by `fieldOf`)
 */
export function readExpectedTotals(
  given: (name: TotalName) => string | undefined,
  fieldOf: (name: TotalName) => string,
): ExpectedTotals | null {
  const [lines, quantity, value] = (["lines", "quantity", "value"] as const).map((name) => {
    const text = given(name);
    const { pattern, expected } = readTotal[name];
    if (text !== undefined && !pattern.test(text))
      throw new DomainError("input.invalid", { field: fieldOf(name), expected });
    return text;
  });
  if (lines === undefined && quantity === undefined && value === undefined) return null;
  return {
    lines: lines === undefined ? undefined : Number(lines),
    quantity: quantity === undefined ? undefined : (parseDecimal(quantity, 8) ?? undefined),
    valueCents: value === undefined ? undefined : BigInt(value),
  };
}

/** Why a file that does not add up to what was expected is right all the same. */
export const confirmInput = uploadRef.extend({ reason: z.string().trim().min(10).max(1_000).optional() });

/** Repairs of a group of lines, one click each. */
export const fixKinds = [
  "pad_cnpj",
  "decimal_comma",
  "decimal_point",
  "date_mdy",
  "date_ymd",
  "side_word",
  "percent",
  "drop_sign",
  "strip_invisible",
  "clear_class",
  "as_windows_1252",
  "keep_last",
] as const;
export type FixKind = (typeof fixKinds)[number];

export const applyFixInput = uploadRef.extend({
  code: z.string().min(1).max(60),
  column: z.string().max(200).nullable(),
  kind: z.enum(fixKinds),
});

export const rowBuckets = ["VALID", "ACCEPTED", "REJECTED", "DUPLICATE"] as const;

/** A row's values by the name of their column; `null` instead of all of them leaves the line out. */
export const editRowInput = uploadRef.extend({
  rowNo: z.number().int().min(1),
  fields: z.record(z.string().max(200), z.string().max(2_000)).nullable(),
});

export const resendInput = uploadRef.extend({
  rowNos: z.array(z.number().int().min(1)).max(10_000).optional(),
});

export const revertInput = uploadRef.extend({ reason: z.string().trim().min(10).max(1_000) });
export const layoutRef = z.strictObject({ layoutId: z.uuid() });

/** What became of a file's lines, as its list is filtered by. */
export const uploadOutcomes = ["rejected", "duplicate", "clean", "correction"] as const;
export type UploadOutcome = (typeof uploadOutcomes)[number];
