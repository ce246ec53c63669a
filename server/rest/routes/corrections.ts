import { z } from "zod";
import { cancelUpload, confirmUpload } from "#server/domain/imports/index";
import {
  type CorrectionFate,
  countCorrection,
  getUpload,
  listCorrectionRows,
} from "#server/domain/imports/queries";
import { DomainError } from "#server/kernel/errors";
import { rest } from "../route";
import { count, pageOf, paging, text, uploadState } from "../schemas";

const absent = { absent: "upload.not_found", errors: ["upload.not_found"] } as const;
const movement = { ...absent, errors: ["upload.not_found", "upload.wrong_state"] } as const;

/** Where a line of a correction goes, as the API calls it. */
const fates = { enviada: "sent", igual: "unchanged", ignorada: "ignored", errada: "wrong" } as const;
const fateNames = Object.keys(fates) as (keyof typeof fates)[];
const nameOf = (fate: CorrectionFate) => fateNames.find((name) => fates[name] === fate) as keyof typeof fates;
const fate = z
  .enum(fateNames as [keyof typeof fates, ...(keyof typeof fates)[]])
  .describe("enviada: vai ser aceita; igual: nada mudou; ignorada: já foi aceita; errada: continua com erro");

const row = z.object({
  linha: count.describe("Linha no arquivo enviado"),
  corrige_linha: count.nullable().describe("Linha no arquivo corrigido; nulo quando não aponta nenhuma"),
  operacao_id: z.string().nullable(),
  destino: fate,
  codigo: z.string().nullable().describe("Por que não é enviada"),
  mudancas: z.array(
    z.object({
      coluna: z.string(),
      antes: z.string().nullable().describe("Nulo quando a linha é nova"),
      depois: z.string(),
    }),
  ),
  erro: z
    .object({ coluna: z.string().nullable(), esperado: z.string(), veio: z.string(), correcao: z.string() })
    .nullable(),
  operacao: z.uuid().nullable().describe("A operação que já existe"),
});

export const correctionRoute = rest({
  method: "GET",
  path: "/importacoes/{id}/correcao",
  capability: "import:read",
  summary: "O que uma correção muda, linha por linha, antes ou depois de confirmada",
  description:
    "Para quem enviou a correção ou vê todos os fundos. Antes de lida inteira (`estado` STAGING) os números ainda crescem.",
  ...absent,
  input: z.strictObject({ id: z.uuid(), destino: fate.optional(), ...paging }),
  output: pageOf(row).extend({
    estado: uploadState,
    corrige: z.uuid().nullable().describe("A importação corrigida, quando está ao alcance"),
    contagem: z.object({ enviadas: count, iguais: count, ignoradas: count, erradas: count }),
  }),
  run: async (tx, { id, destino, cursor, limite }) => {
    const upload = await getUpload(tx, id);
    const counts = await countCorrection(tx, id);
    const wanted = destino ? fates[destino] : null;
    const page = await listCorrectionRows(tx, { uploadId: id, fate: wanted, cursor, limit: limite });
    return {
      estado: upload.state,
      corrige: upload.parentId,
      contagem: {
        enviadas: counts.sent,
        iguais: counts.unchanged,
        ignoradas: counts.ignored,
        erradas: counts.wrong,
      },
      itens: page.items.map((item) => ({
        linha: item.lineNo,
        corrige_linha: item.correctsLine,
        operacao_id: item.externalId,
        destino: nameOf(item.fate),
        codigo: item.code,
        mudancas: item.changes.map(({ name, before, after }) => ({
          coluna: name,
          antes: before,
          depois: after,
        })),
        erro: item.problem && {
          coluna: item.problem.column,
          esperado: item.problem.expected,
          veio: item.problem.got,
          correcao: item.problem.fix,
        },
        operacao: item.operationId,
      })),
      proximo: page.nextCursor,
    };
  },
});

const moved = z.object({ id: z.uuid(), estado: uploadState });

export const confirmImportRoute = rest({
  method: "POST",
  path: "/importacoes/{id}/confirmacao",
  capability: "import:create",
  summary: "Confirma uma importação ensaiada, ou enviada com totais; só quem a enviou",
  description:
    "Com totais de controle que não conferem responde 409 `upload.totals_differ`; `totais` em `GET /importacoes/{id}` diz quais. Com `motivo` confirma assim mesmo, e o motivo fica na trilha.",
  ...movement,
  errors: [
    ...movement.errors,
    "upload.preview_outdated",
    "upload.totals_differ",
    "upload.totals_unknown",
    "idempotency.reused",
    "idempotency.in_progress",
  ],
  status: 202,
  input: z.strictObject({
    id: z.uuid(),
    motivo: text(10, 1_000).optional().describe("Por que confirmar totais que não conferem"),
  }),
  output: moved,
  run: async (tx, { id, motivo }) => {
    const { state, confirmedAt } = await getUpload(tx, id);
    if (confirmedAt === null && state !== "PREVIEWED")
      throw new DomainError("upload.wrong_state", { uploadId: id, state });
    await confirmUpload(tx, { uploadId: id, reason: motivo });
    return { id, estado: "ACCEPTING" as const };
  },
});

export const cancelImportRoute = rest({
  method: "POST",
  path: "/importacoes/{id}/cancelamento",
  capability: "import:create",
  summary: "Descarta uma importação, ou para uma que está sendo processada",
  description:
    "O que já foi executado fica, o que espera é cancelado, o resto não é aceito. Antes da confirmação, só quem enviou.",
  ...movement,
  errors: [...movement.errors, "idempotency.reused", "idempotency.in_progress"],
  status: 202,
  input: z.strictObject({ id: z.uuid() }),
  output: moved,
  run: async (tx, { id }) => {
    await cancelUpload(tx, { uploadId: id });
    return { id, estado: (await getUpload(tx, id)).state };
  },
});
