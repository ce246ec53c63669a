import { createHash } from "node:crypto";
import { z } from "zod";
import { getFund } from "#server/domain/funds/queries";
import {
  cancelUpload,
  completeUpload,
  confirmUpload,
  createUpload,
  expectTotals,
  previewUpload,
  setParent,
} from "#server/domain/imports/index";
import {
  readExpectedTotals,
  type TotalName,
  totalNames,
  uploadBytesMax,
  uploadKinds,
} from "#server/domain/imports/schemas";
import type { Ctx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { json } from "../answer";
import {
  claimKey,
  hashRequest,
  type KeptAnswer,
  keepAnswer,
  readKey,
  releaseKey,
  replay,
} from "../idempotency";
import { type Form, readForm } from "../multipart";
import { restStream } from "../route";
import { cents, decimal, fundCode } from "../schemas";

const accepted = z.object({ id: z.uuid(), estado: z.string(), endereco: z.string() });
/** What the form adds to the file itself: boundaries, headers, fields. */
const formOverheadBytes = 1024 * 1024;

export const createImportRoute = restStream({
  method: "POST",
  path: "/importacoes",
  capability: "import:create",
  summary: "Envia um arquivo e o confirma, ou só o ensaia",
  description:
    "O processamento segue em segundo plano; acompanhe pelo endereço devolvido. Com `corrige`, cada linha é reconhecida pela coluna `_chave` do CSV de rejeitadas e só o que mudou é aceito. Com `ensaio=sim` nada é aceito: o arquivo é lido (`PREVIEWED`), `/correcao` diz o que mudaria, `/confirmacao` aceita e `/cancelamento` descarta. Com algum `total_…` também: nada é aceito antes de `/confirmacao`, que exige que confira, ou um motivo.",
  errors: [
    "upload.not_found",
    "upload.wrong_state",
    "upload.duplicate",
    "upload.empty",
    "upload.incomplete",
    "upload.kind_unknown",
    "fund.not_found",
    "storage.too_large",
    "idempotency.reused",
    "idempotency.in_progress",
  ],
  status: 202,
  output: accepted,
  mediaType: "application/json",
  form: z.object({
    arquivo: z
      .string()
      .meta({ format: "binary" })
      .describe("CSV ou TXT de até 2 GiB, ou XLSX ou ZIP com um deles de até 64 MB"),
    fundo: fundCode.optional().describe("Fundo das linhas que não dizem o seu"),
    tipo: z.enum(uploadKinds).default("operacoes"),
    corrige: z.uuid().optional().describe("A importação terminada que este arquivo corrige"),
    total_linhas: z.string().optional().describe("Quantas linhas devem entrar"),
    total_quantidade: decimal.optional().describe("Soma das quantidades que devem entrar, com ponto"),
    total_valor: cents
      .optional()
      .describe("Soma de quantidade × PU informado do que deve entrar, em centavos"),
    ensaio: z.enum(["sim", "nao"]).default("nao").describe("`sim`: lê e diz o que faria, sem aceitar nada"),
  }),
  input: z.strictObject({}),
  run: async ({ ctx, request }) => {
    const length = Number(request.headers.get("content-length") ?? 0);
    if (length > uploadBytesMax + formOverheadBytes)
      throw new DomainError("storage.too_large", { limitBytes: uploadBytesMax });
    const key = readKey(request.headers);
    if (key === null) return answer((await receive(ctx, request)).answer);
    const kept = await claimKey(ctx, key);
    if (kept) {
      if (kept.status === null) throw new DomainError("idempotency.in_progress");
      const form = await readForm(request, "arquivo", drain);
      return answer(replay(kept, hashForm(form)), { "idempotency-replayed": "true" });
    }
    try {
      const received = await receive(ctx, request);
      await keepAnswer(ctx, key, hashForm(received.form), received.answer);
      return answer(received.answer);
    } catch (error) {
      await releaseKey(ctx, key).catch(() => undefined);
      throw error;
    }
  },
});

function answer({ status, body, headers }: KeptAnswer, more: Record<string, string> = {}): Response {
  return json(status, body, { ...headers, ...more });
}

/** Streams the file to storage as it arrives, then takes its hash and sets it going. */
async function receive(ctx: Ctx, request: Request): Promise<{ form: Form; answer: KeptAnswer }> {
  let created: { uploadId: string } | undefined;
  try {
    const form = await readForm(request, "arquivo", async ({ name, bytes }) => {
      const upload = await createUpload(ctx, {
        fileName: name.slice(0, 255),
        kind: "operacoes",
        channel: "rest",
      });
      created = upload;
      await ctx.ports.storage.write(upload.storageKey, bytes, uploadBytesMax);
    });
    if (!created) throw new DomainError("input.invalid", { field: "arquivo", expected: "o arquivo" });
    const { defaultFundId, parentId, isRehearsal, totals } = await readFields(ctx, form.fields);
    const { uploadId } = created;
    if (parentId) await setParent(ctx, { uploadId, parentId });
    await completeUpload(ctx, { uploadId, defaultFundId });
    if (totals) await expectTotals(ctx, { uploadId, expected: totals });
    if (isRehearsal || totals) await previewUpload(ctx, { uploadId, reading: {} });
    else await confirmUpload(ctx, { uploadId });
    const location = `/api/v1/importacoes/${uploadId}`;
    const body = { id: uploadId, estado: "SPLITTING", endereco: location };
    return { form, answer: { status: 202, body, headers: { location } } };
  } catch (error) {
    if (created) await withdraw(ctx, created.uploadId);
    throw error;
  }
}

type Fields = {
  /** The fund of lines that name none. */
  defaultFundId: string | null;
  parentId: string | null;
  isRehearsal: boolean;
  /** What it must add up to; then nothing is taken before that is confirmed. */
  totals: ReturnType<typeof readExpectedTotals>;
};
const totalField = (name: TotalName) => `total_${totalNames[name]}`;
const fieldNames = [
  "fundo",
  "tipo",
  "corrige",
  "ensaio",
  ...(["lines", "quantity", "value"] as const).map(totalField),
];

async function readFields(ctx: Ctx, fields: ReadonlyMap<string, string>): Promise<Fields> {
  for (const name of fields.keys()) {
    if (!fieldNames.includes(name))
      throw new DomainError("input.invalid", {
        field: name,
        expected: ["arquivo", ...fieldNames].join(", "),
      });
  }
  const rehearsal = fields.get("ensaio") ?? "nao";
  if (rehearsal !== "sim" && rehearsal !== "nao")
    throw new DomainError("input.invalid", { field: "ensaio", expected: "sim ou nao" });
  const parentId = fields.get("corrige") || null;
  if (parentId !== null && !z.uuid().safeParse(parentId).success) throw new DomainError("upload.not_found");
  const kind = fields.get("tipo") ?? "operacoes";
  if (!uploadKinds.includes(kind as (typeof uploadKinds)[number]))
    throw new DomainError("upload.kind_unknown");
  const isRehearsal = rehearsal === "sim";
  const totals = readExpectedTotals((name) => fields.get(totalField(name)), totalField);
  const code = fields.get("fundo");
  if (!code) return { defaultFundId: null, parentId, isRehearsal, totals };
  if (!fundCode.safeParse(code).success) throw new DomainError("fund.not_found");
  const { fundId } = await ctx.transaction((tx) => getFund(tx, code));
  return { defaultFundId: fundId, parentId, isRehearsal, totals };
}

/** What failed before it was confirmed leaves no bytes behind; what was refused already stays refused. */
async function withdraw(ctx: Ctx, uploadId: string): Promise<void> {
  await cancelUpload(ctx, { uploadId }).catch((error: unknown) => {
    if (!(error instanceof DomainError)) ctx.log.warn({ uploadId, error }, "upload could not be withdrawn");
  });
}

async function drain({ bytes }: { bytes: AsyncIterable<Uint8Array> }): Promise<void> {
  for await (const _ of bytes);
}

/** The parts, not their encoding: a second try has another boundary. */
function hashForm({ fields, file }: Form): Buffer {
  const sorted = [...fields].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => `${name}=${value}`);
  return hashRequest(
    "importacoes",
    createHash("sha256").update(sorted.join("\n")).digest("hex"),
    file?.name ?? "",
    file?.sha256 ?? "",
  );
}
