import { createHash } from "node:crypto";
import { z } from "zod";
import { getFund } from "#server/domain/funds/queries";
import { cancelUpload, completeUpload, confirmUpload, createUpload } from "#server/domain/imports/index";
import { uploadBytesMax, uploadKinds } from "#server/domain/imports/schemas";
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
import { fundCode } from "../schemas";

const accepted = z.object({ id: z.uuid(), estado: z.string(), endereco: z.string() });
/** What the form adds to the file itself: boundaries, headers, fields. */
const formOverheadBytes = 1024 * 1024;

export const createImportRoute = restStream({
  method: "POST",
  path: "/importacoes",
  capability: "import:create",
  summary: "Envia um arquivo e o confirma",
  description: "O processamento segue em segundo plano; acompanhe pelo endereço devolvido.",
  errors: [
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
    arquivo: z.string().meta({ format: "binary" }).describe("CSV de até 2 GiB"),
    fundo: fundCode.optional().describe("Fundo das linhas que não dizem o seu"),
    tipo: z.enum(uploadKinds).default("operacoes"),
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
    const defaultFundId = await readFields(ctx, form.fields);
    const { uploadId } = created;
    await completeUpload(ctx, { uploadId, defaultFundId });
    await confirmUpload(ctx, { uploadId });
    const location = `/api/v1/importacoes/${uploadId}`;
    const body = { id: uploadId, estado: "SPLITTING", endereco: location };
    return { form, answer: { status: 202, body, headers: { location } } };
  } catch (error) {
    if (created) await withdraw(ctx, created.uploadId);
    throw error;
  }
}

/** @returns the fund of lines that name none */
async function readFields(ctx: Ctx, fields: ReadonlyMap<string, string>): Promise<string | null> {
  for (const name of fields.keys()) {
    if (name !== "fundo" && name !== "tipo")
      throw new DomainError("input.invalid", { field: name, expected: "arquivo, fundo ou tipo" });
  }
  const kind = fields.get("tipo") ?? "operacoes";
  if (!uploadKinds.includes(kind as (typeof uploadKinds)[number]))
    throw new DomainError("upload.kind_unknown");
  const code = fields.get("fundo");
  if (!code) return null;
  if (!fundCode.safeParse(code).success) throw new DomainError("fund.not_found");
  return (await ctx.transaction((tx) => getFund(tx, code))).fundId;
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
