import { z } from "zod";
import { countReviews, listReviews } from "#server/domain/review/queries";
import { rest } from "../route";
import { count, fundCode, instant, iso, pageOf, paging, text } from "../schemas";

const item = z.object({
  id: z.uuid(),
  assunto: z.object({ tipo: z.string(), id: z.uuid() }),
  fundo: z.string().nullable(),
  motivo: z.string(),
  evidencias: z.record(z.string(), z.unknown()).describe("Valor medido, limite e o que mais a regra viu"),
  aberta_em: instant,
});

export const listReviewsRoute = rest({
  method: "GET",
  path: "/revisoes",
  capability: "review:read",
  summary: "Lista o que espera por uma pessoa, o mais antigo primeiro",
  input: z.strictObject({ fundo: fundCode.optional(), motivo: text(1, 60).optional(), ...paging }),
  output: pageOf(item),
  run: async (tx, { fundo, motivo, cursor, limite }) => {
    const page = await listReviews(tx, { fundCode: fundo, reason: motivo, cursor, limit: limite });
    return {
      itens: page.items.map((row) => ({
        id: row.reviewItemId,
        assunto: { tipo: row.subjectType, id: row.subjectId },
        fundo: row.fundCode,
        motivo: row.reason,
        evidencias: row.evidence,
        aberta_em: iso(row.openedAt),
      })),
      proximo: page.nextCursor,
    };
  },
});

export const countReviewsRoute = rest({
  method: "GET",
  path: "/revisoes/contagens",
  capability: "review:read",
  summary: "Quantos itens esperam por uma pessoa, por motivo",
  input: z.strictObject({ fundo: fundCode.optional() }),
  output: z.object({
    total: count,
    itens: z.array(z.object({ motivo: z.string(), quantidade: count, mais_antiga_em: instant })),
  }),
  run: async (tx, { fundo }) => {
    const rows = await countReviews(tx, { fundCode: fundo });
    return {
      total: rows.reduce((sum, row) => sum + row.count, 0),
      itens: rows.map((row) => ({
        motivo: row.reason,
        quantidade: row.count,
        mais_antiga_em: iso(row.oldestAt),
      })),
    };
  },
});
