import { Readable } from "node:stream";
import { getActor } from "#server/auth/index";
import { openOriginal } from "#server/domain/imports/index";
import { uploadRef } from "#server/domain/imports/schemas";
import { webCtx } from "#server/infra/web-context";
import { newId } from "#server/kernel/id";
import { readDomainError } from "#server/trpc/errors";

type Context = { params: Promise<{ id: string }> };

/** A file as it was received, byte by byte, for who sees all of it. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { id } = await params;
  const actor = await getActor(request);
  if (!actor) return new Response(null, { status: 401 });
  if (!actor.capabilities.has("import:read")) return new Response(null, { status: 403 });
  if (!uploadRef.safeParse({ uploadId: id }).success) return new Response(null, { status: 404 });
  try {
    const { fileName, sizeBytes, bytes } = await openOriginal(webCtx(actor, newId()), id);
    return new Response(Readable.toWeb(bytes) as ReadableStream<Uint8Array>, {
      headers: {
        "content-type": "application/octet-stream",
        "content-length": sizeBytes.toString(),
        "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
        "cache-control": "no-store",
      },
    });
  } catch (error) {
    const { kind } = readDomainError(error);
    return new Response(null, { status: kind === "not_found" ? 404 : 503 });
  }
}
