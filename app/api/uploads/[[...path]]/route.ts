import { mkdirSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { FileConfigstore, FileStore } from "@tus/file-store";
import { Server } from "@tus/server";
import { getActor, isSameOrigin } from "#server/auth/index";
import { cancelUpload, completeUpload, createUpload } from "#server/domain/imports/index";
import { getUpload } from "#server/domain/imports/queries";
import { uploadBytesMax, uploadRef } from "#server/domain/imports/schemas";
import { readEnv, storageDir } from "#server/infra/env";
import { web, webCtx } from "#server/infra/web-context";
import type { Ctx } from "#server/kernel/context";
import { errorTexts } from "#server/kernel/error-texts";
import { DomainError } from "#server/kernel/errors";
import { newId } from "#server/kernel/id";
import { readDomainError } from "#server/trpc/errors";

type Context = { params: Promise<{ path?: string[] }> };

/**
 * Resumable uploads (tus). Bytes go straight to the store under a name of ours; the row of the upload
 * is asked on every request, so that only its sender, signed in and still allowed, adds to it.
 */
async function handle(request: Request, { params }: Context): Promise<Response> {
  try {
    const actor = await getActor(request);
    if (!actor) throw new DomainError("auth.required");
    if (!isSameOrigin(request.headers) || !actor.capabilities.has("import:create"))
      throw new DomainError("auth.denied");
    const ctx = webCtx(actor, newId());
    const [uploadId] = (await params).path ?? [];
    if (uploadId) return await receive(ctx, request, uploadId);
    if (Number(request.headers.get("upload-length")) > uploadBytesMax)
      throw new DomainError("storage.too_large");
    return await tus().handleWeb(request);
  } catch (error) {
    return refusal(error);
  }
}

async function receive(ctx: Ctx, request: Request, uploadId: string): Promise<Response> {
  const ref = uploadRef.safeParse({ uploadId });
  if (!ref.success) throw new DomainError("upload.not_found");
  const upload = await ctx.transaction((tx) => getUpload(tx, uploadId));
  if (!upload.isOwn || !["RECEIVING", "AWAITING_CONFIRMATION"].includes(upload.state)) {
    throw new DomainError("upload.not_found", { uploadId });
  }
  if (request.method === "DELETE") {
    await cancelUpload(ctx, { uploadId });
    return new Response(null, { status: 204, headers: { "tus-resumable": "1.0.0" } });
  }
  const response = await tus().handleWeb(request);
  const { headers } = response;
  const isWhole =
    headers.has("upload-offset") && headers.get("upload-offset") === headers.get("upload-length");
  // Everything arrived before, but the end was not recorded: the database was away just then.
  if (request.method === "HEAD" && isWhole && upload.state === "RECEIVING") await finish(ctx, uploadId);
  return response;
}

let server: Server | undefined;

function tus(): Server {
  server ??= openTus(join(storageDir(readEnv()), "uploads"));
  return server;
}

function openTus(directory: string): Server {
  mkdirSync(join(directory, ".tus"), { recursive: true });
  return new Server({
    path: "/api/uploads",
    relativeLocation: true,
    allowedOrigins: () => false,
    maxSize: uploadBytesMax,
    datastore: new FileStore({ directory, configstore: new FileConfigstore(join(directory, ".tus")) }),
    namingFunction: async (request, metadata) => {
      const { uploadId } = await createUpload(await ctxOf(request as Request), {
        fileName: metadata?.filename || "arquivo.csv",
        kind: "operacoes",
        channel: "tela",
        parentId: metadata?.parent || null,
        defaultFundId: metadata?.fund || null,
      });
      return uploadId;
    },
    onUploadFinish: async (request, { id }) => {
      await finish(await ctxOf(request as Request), id);
      return {};
    },
    onResponseError: (_request, error) => {
      if (!(error instanceof Error) || "status_code" in error) return undefined;
      const { status, body } = explain(error);
      return { status_code: status, body: JSON.stringify(body) };
    },
  });
}

async function ctxOf(request: Request): Promise<Ctx> {
  const actor = await getActor(request);
  if (!actor) throw new DomainError("auth.required");
  return webCtx(actor, newId());
}

/** On disk first: an acknowledged file survives a power cut. */
async function finish(ctx: Ctx, uploadId: string): Promise<void> {
  const file = await open(join(storageDir(readEnv()), "uploads", uploadId), "r+");
  await file.sync().finally(() => file.close());
  await completeUpload(ctx, { uploadId });
}

function refusal(error: unknown): Response {
  const { status, body } = explain(error);
  return Response.json(body, { status, headers: { "tus-resumable": "1.0.0" } });
}

/** A conflict is told as 422: tus clients take 409 for "ask again where we are" and would never end. */
const statuses = {
  invalid: 422,
  not_found: 404,
  conflict: 422,
  forbidden: 403,
  unavailable: 503,
  unexpected: 500,
} as const;

function explain(error: unknown) {
  const known = readDomainError(error);
  if (known.kind === "unexpected") web().log.error({ code: known.code, error: known.cause }, "upload failed");
  const status =
    known.code === "auth.required" ? 401 : known.code === "storage.too_large" ? 413 : statuses[known.kind];
  const { message, action } = errorTexts[known.code];
  return { status, body: { code: known.code, message, action, uploadId: known.details.uploadId ?? null } };
}

export { handle as DELETE, handle as HEAD, handle as PATCH, handle as POST };
