import { z } from "zod";
import { listPostingsOf } from "#server/domain/ledger/queries";
import { reverseOperation } from "#server/domain/operations/index";
import {
  getOperation,
  listOperations,
  type OperationDetail,
  type OperationRow,
} from "#server/domain/operations/queries";
import { rest } from "../route";
import {
  cents,
  centsOrNull,
  day,
  decimal,
  fundCode,
  instant,
  iso,
  isoOrNull,
  listOf,
  operationState,
  pageOf,
  paging,
  text,
  waitReason,
} from "../schemas";

const operation = z.object({
  id: z.uuid(),
  operacao_id: z.string().describe("Identificador no arquivo"),
  fundo: z.string(),
  tipo: z.enum(["COMPRA", "VENDA"]),
  ativo: z.string().describe("Como o arquivo o escreve"),
  ativo_codigo: z.string().nullable().describe("Como a ANBIMA o conhece, depois de encontrado"),
  classe: z.string().nullable(),
  quantidade: decimal,
  taxa: decimal,
  data_operacao: day,
  estado: operationState,
  espera: waitReason.nullable().describe("Por que uma operação pendente espera"),
  codigo: z.string().nullable().describe("Código do motivo"),
  tentativas: z.number().int(),
  proxima_tentativa_em: instant.nullable(),
  pu: decimal.nullable(),
  total_centavos: cents.nullable(),
  criada_em: instant,
});

function toOperation(row: OperationRow): z.input<typeof operation> {
  return {
    id: row.operationId,
    operacao_id: row.externalId,
    fundo: row.fundCode,
    tipo: row.side === "BUY" ? "COMPRA" : "VENDA",
    ativo: row.assetRef,
    ativo_codigo: row.assetCode,
    classe: row.assetClass,
    quantidade: row.quantity,
    taxa: row.rate,
    data_operacao: row.operationOn,
    estado: row.state,
    espera: row.waitReason,
    codigo: row.code,
    tentativas: row.attempts,
    proxima_tentativa_em: isoOrNull(row.nextAttemptAt),
    pu: row.unitPrice,
    total_centavos: centsOrNull(row.totalCents),
    criada_em: iso(row.createdAt),
  };
}

export const listOperationsRoute = rest({
  method: "GET",
  path: "/operacoes",
  capability: "operation:read",
  summary: "Lista operações, da mais nova à mais antiga",
  input: z.strictObject({
    fundo: fundCode.optional(),
    importacao: z.uuid().optional(),
    estado: listOf(operationState).optional(),
    espera: listOf(waitReason).optional(),
    de: z.iso.date().optional().describe("Primeira data de operação"),
    ate: z.iso.date().optional().describe("Última data de operação"),
    ...paging,
  }),
  output: pageOf(operation),
  run: async (tx, input) => {
    const page = await listOperations(tx, {
      fundCode: input.fundo,
      uploadId: input.importacao,
      states: input.estado,
      waitReasons: input.espera,
      from: input.de,
      to: input.ate,
      cursor: input.cursor,
      limit: input.limite,
    });
    return { itens: page.items.map(toOperation), proximo: page.nextCursor };
  },
});

const posting = z.object({
  lancamento: z.uuid(),
  tipo: z.enum(["opening", "contribution", "operation", "reversal", "reprice"]),
  conta: z.string(),
  valor_centavos: cents,
  saldo_depois_centavos: cents,
  em: instant,
});
const detail = operation.extend({
  data_liquidacao: day.nullable(),
  pu_informado: decimal.nullable(),
  bruto_centavos: cents.nullable(),
  taxas_centavos: cents.nullable(),
  executada_em: instant.nullable(),
  importacao: z.object({ id: z.uuid(), arquivo: z.string(), linha: z.number().int().nullable() }).nullable(),
  cotacao: z
    .object({
      id: z.uuid(),
      fonte: z.string(),
      data: day,
      pu: decimal.nullable(),
      lida_em: instant,
      sha256: z.string().describe("Da resposta inteira da fonte"),
    })
    .nullable(),
  partidas: z.array(posting),
});
const absent = { absent: "operation.not_found", errors: ["operation.not_found"] } as const;

export const getOperationRoute = rest({
  method: "GET",
  path: "/operacoes/{id}",
  capability: "operation:read",
  summary: "Uma operação: de onde veio, o que a precificou e o que lançou",
  ...absent,
  input: z.strictObject({ id: z.uuid() }),
  output: detail,
  run: async (tx, { id }) => {
    const found = await getOperation(tx, id);
    const postings = await listPostingsOf(tx, id);
    return {
      ...toDetail(found),
      partidas: postings.map((row) => ({
        lancamento: row.entryId,
        tipo: row.kind,
        conta: row.accountCode,
        valor_centavos: row.amountCents.toString(),
        saldo_depois_centavos: row.balanceAfterCents.toString(),
        em: iso(row.postedAt),
      })),
    };
  },
});

function toDetail(found: OperationDetail): Omit<z.input<typeof detail>, "partidas"> {
  const { upload, line, quote } = found;
  return {
    ...toOperation(found),
    data_liquidacao: found.settlementOn,
    pu_informado: found.informedUnitPrice,
    bruto_centavos: centsOrNull(found.grossCents),
    taxas_centavos: centsOrNull(found.taxCents),
    executada_em: isoOrNull(found.executedAt),
    importacao: upload && { id: upload.uploadId, arquivo: upload.fileName, linha: line?.lineNo ?? null },
    cotacao: quote && {
      id: quote.quoteId,
      fonte: quote.source,
      data: quote.priceOn,
      pu: quote.unitPrice,
      lida_em: iso(quote.answeredAt),
      sha256: quote.bodySha256,
    },
  };
}

export const reverseOperationRoute = rest({
  method: "POST",
  path: "/operacoes/{id}/estorno",
  capability: "operation:reverse",
  summary: "Estorna uma operação executada com um lançamento contrário",
  description: "Nada é reescrito. Quem enviou o arquivo não estorna operações dele.",
  absent: "operation.not_found",
  errors: [
    "operation.not_found",
    "operation.own_upload",
    "operation.reversed",
    "operation.not_executed",
    "ledger.below_floor",
    "idempotency.reused",
    "idempotency.in_progress",
  ],
  status: 201,
  input: z.strictObject({ id: z.uuid(), motivo: text(10, 1_000) }),
  output: z.object({ operacao: z.uuid(), estado: z.literal("REVERSED"), lancamento: z.uuid() }),
  run: async (tx, { id, motivo }) => {
    const { entryId } = await reverseOperation(tx, { operationId: id, reason: motivo });
    return { operacao: id, estado: "REVERSED" as const, lancamento: entryId };
  },
});
