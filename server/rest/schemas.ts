import { z } from "zod";
import { uploadStates } from "#server/domain/imports/queries";
import { operationStates, waitReasons } from "#server/domain/operations/index";

/** Rows of a page, at most: what a BI tool reads at once. */
export const restPageMax = 1_000;
const restPage = 100;

export const cents = z
  .string()
  .regex(/^-?\d+$/)
  .describe("Valor em centavos, inteiro em texto: `12345` é R$ 123,45");
export const decimal = z.string().describe("Decimal exato em texto, com ponto");
export const instant = z.string().describe("Instante ISO 8601 em UTC");
export const day = z.string().describe("Dia AAAA-MM-DD, horário de São Paulo");
export const count = z.number().int();

export const uploadState = z.enum(uploadStates);
export const operationState = z.enum(operationStates);
export const waitReason = z.enum(waitReasons);

/** Text of a person: no control characters, which no line of ours needs and the database refuses. */
export const text = (min: number, max: number) =>
  z
    .string()
    .trim()
    .min(min)
    .max(max)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, "sem caracteres de controle");
export const fundCode = z
  .string()
  .regex(/^[A-Z0-9][A-Z0-9_-]{1,31}$/)
  .describe("Código do fundo");

/** What every list takes, and what it answers. */
export const paging = {
  cursor: text(1, 500).optional().describe("`proximo` da página anterior; ausente na primeira"),
  limite: z
    .string()
    .regex(/^\d{1,4}$/)
    .transform(Number)
    .pipe(z.number().int().min(1).max(restPageMax))
    .default(restPage)
    .describe(`Itens por página, de 1 a ${restPageMax}`),
};
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    itens: z.array(item),
    proximo: z.string().nullable().describe("Cursor da próxima página; nulo na última"),
  });

/** `A,B,C` as a list of known words. */
export const listOf = <Word extends z.ZodEnum>(word: Word) =>
  z
    .string()
    .max(400)
    .transform((given): unknown => given.split(","))
    .pipe(z.array(word).min(1).max(20))
    .describe(`Um ou mais, separados por vírgula: ${word.options.join(", ")}`);

export const iso = (at: Date): string => at.toISOString();
export const isoOrNull = (at: Date | null): string | null => at?.toISOString() ?? null;
export const centsOrNull = (cents: bigint | null): string | null => cents?.toString() ?? null;
