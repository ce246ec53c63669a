import { z } from "zod";
import { openRejectedCsv } from "#server/domain/imports/index";
import {
  type Control,
  getUpload,
  listUploads,
  readControl,
  type Upload,
  type UploadDetail,
} from "#server/domain/imports/queries";
import type { TotalName } from "#server/domain/imports/schemas";
import { countOperations, type OperationCount } from "#server/domain/operations/queries";
import { rest, restStream } from "../route";
import {
  cents,
  count,
  decimal,
  instant,
  iso,
  isoOrNull,
  listOf,
  operationState,
  pageOf,
  paging,
  uploadState,
} from "../schemas";

const lines = z.object({
  total: count,
  aceitas: count,
  rejeitadas: count,
  duplicadas: count,
  em_processamento: count.describe("Ainda sem destino; os cinco números sempre fecham com o total"),
});
const upload = z.object({
  id: z.uuid(),
  arquivo: z.string(),
  tipo: z.literal("operacoes"),
  bytes: z.string().describe("Tamanho em bytes, inteiro em texto"),
  estado: uploadState,
  canal: z.enum(["tela", "rest", "cli"]),
  linhas: lines.nullable().describe("Nulo até o arquivo ser lido uma vez"),
  recusa: z.record(z.string(), z.unknown()).nullable().describe("Por que o arquivo inteiro foi recusado"),
  repete: z.uuid().nullable().describe("A primeira importação com os mesmos bytes"),
  enviada_em: instant,
  terminada_em: instant.nullable(),
});

function toUpload(row: Upload): z.input<typeof upload> {
  return {
    id: row.uploadId,
    arquivo: row.fileName,
    tipo: "operacoes",
    bytes: row.sizeBytes.toString(),
    estado: row.state,
    canal: row.channel,
    linhas: linesOf(row),
    recusa: row.refusal && { codigo: row.refusalCode, ...portugueseRefusal(row.refusal) },
    repete: row.duplicateOf,
    enviada_em: iso(row.createdAt),
    terminada_em: isoOrNull(row.finishedAt),
  };
}

/** Buckets that add up at any moment: what has none yet is on its way. */
function linesOf(row: Upload): z.input<typeof lines> | null {
  if (row.rowCount === null) return null;
  const [accepted, rejected, duplicate] = [
    row.acceptedCount ?? 0,
    row.rejectedCount ?? 0,
    row.duplicateCount ?? 0,
  ];
  return {
    total: row.rowCount,
    aceitas: accepted,
    rejeitadas: rejected,
    duplicadas: duplicate,
    em_processamento: row.rowCount - accepted - rejected - duplicate,
  };
}

function portugueseRefusal(refusal: NonNullable<Upload["refusal"]>): Record<string, unknown> {
  return {
    linha: refusal.line ?? null,
    esperado: refusal.expected ?? null,
    veio: refusal.got ?? null,
    correcao: refusal.fix ?? null,
  };
}

export const listImportsRoute = rest({
  method: "GET",
  path: "/importacoes",
  capability: "import:read",
  summary: "Lista importações, da mais nova à mais antiga",
  input: z.strictObject({ estado: listOf(uploadState).optional(), ...paging }),
  output: pageOf(upload),
  run: async (tx, { estado, cursor, limite }) => {
    const page = await listUploads(tx, { states: estado, cursor, limit: limite });
    return { itens: page.items.map(toUpload), proximo: page.nextCursor };
  },
});

const absent = { absent: "upload.not_found", errors: ["upload.not_found"] } as const;
const control = <Value extends z.ZodType>(value: Value) =>
  z
    .object({
      esperado: value,
      encontrado: value.nullable().describe("O que entra; nulo até o arquivo ser lido inteiro"),
      confere: z.boolean().nullable(),
    })
    .nullable();
const operations = z.array(
  z.object({
    estado: operationState,
    espera: z.string().nullable(),
    codigo: z.string().nullable(),
    quantidade: count,
  }),
);

export const getImportRoute = rest({
  method: "GET",
  path: "/importacoes/{id}",
  capability: "import:read",
  summary: "Uma importação: estado, destino de cada linha e o que foi das operações",
  ...absent,
  input: z.strictObject({ id: z.uuid() }),
  output: upload.extend({
    sha256: z.string().nullable(),
    codificacao: z.string().nullable(),
    delimitador: z.string().nullable(),
    fundos: z.array(z.object({ codigo: z.string(), aceitas: count })),
    operacoes: operations,
    totais: z
      .object({ linhas: control(count), quantidade: control(decimal), valor: control(cents) })
      .nullable()
      .describe("Totais de controle; nulo quando nenhum veio, ou quando a importação não é toda visível"),
    rejeitadas: z.string().describe("Endereço do CSV das linhas rejeitadas"),
  }),
  run: async (tx, { id }) => {
    const found = await getUpload(tx, id);
    return {
      ...toDetail(found, await countOperations(tx, { uploadId: id })),
      totais: found.isWhole ? toTotals(await readControl(tx, id)) : null,
    };
  },
});

function toTotals(found: Control | null) {
  if (found === null) return null;
  const { expected, checks } = found;
  const { lines, quantity, valueCents } = expected;
  const total = <Value>(key: TotalName, value: Value | undefined, write: (found: never) => Value) => {
    if (value === undefined) return null;
    const check = checks?.find((each) => each.key === key);
    return {
      esperado: value,
      encontrado: check ? write(check.found as never) : null,
      confere: check?.matches ?? null,
    };
  };
  return {
    linhas: total("lines", lines, (found: number) => found),
    quantidade: total("quantity", quantity, (found: string) => found),
    valor: total("value", valueCents?.toString(), (found: bigint) => found.toString()),
  };
}

function toDetail(found: UploadDetail, counts: readonly OperationCount[]) {
  return {
    ...toUpload(found),
    sha256: found.sha256,
    codificacao: found.encoding,
    delimitador: found.delimiter,
    fundos: found.funds.map((fund) => ({ codigo: fund.code, aceitas: fund.acceptedCount })),
    operacoes: counts.map((row) => ({
      estado: row.state,
      espera: row.waitReason,
      codigo: row.code,
      quantidade: row.count,
    })),
    rejeitadas: `/api/v1/importacoes/${found.uploadId}/rejeitadas`,
  };
}

export const rejectedRowsRoute = restStream({
  method: "GET",
  path: "/importacoes/{id}/rejeitadas",
  capability: "import:read",
  summary: "As linhas rejeitadas em CSV, cada uma com o erro e a correção",
  description: "Pronto para corrigir e reenviar: as colunas acrescentadas são ignoradas no reenvio.",
  ...absent,
  status: 200,
  output: null,
  mediaType: "text/csv",
  input: z.strictObject({ id: z.uuid() }),
  run: async ({ ctx }, { id }) => {
    const { body, charset } = await openRejectedCsv(ctx, id);
    return new Response(body, {
      headers: {
        "content-type": `text/csv; charset=${charset}`,
        "content-disposition": `attachment; filename="rejeitadas-${id}.csv"`,
      },
    });
  },
});
