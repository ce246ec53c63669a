import { Readable } from "node:stream";
import { getActor } from "#server/auth/index";
import { openOriginal } from "#server/domain/imports/index";
import { uploadRef } from "#server/domain/imports/schemas";
import { webCtx } from "#server/infra/web-context";
import { newId } from "#server/kernel/id";
import { readDomainError } from "#server/trpc/errors";
import { refusalOf, refuseDownload, refuseStranger } from "../../../../download-refusal";

type Context = { params: Promise<{ id: string }> };

/** A file as it was received, byte by byte, for who sees all of it. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { id } = await params;
  const told = { requestId: newId(), back: `/arquivos/${id}` };
  const actor = await getActor(request);
  if (!uploadRef.safeParse({ uploadId: id }).success)
    return refuseDownload(request, "missing", { ...told, back: "/arquivos" });
  if (!actor) return refuseStranger(request, told);
  if (!actor.capabilities.has("import:read")) return refuseDownload(request, "forbidden", told);
  try {
    const { fileName, sizeBytes, bytes } = await openOriginal(webCtx(actor, told.requestId), id);
    return new Response(Readable.toWeb(bytes) as ReadableStream<Uint8Array>, {
      headers: {
        "content-type": "application/octet-stream",
        "content-length": sizeBytes.toString(),
        "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
        "cache-control": "no-store",
      },
    });
  } catch (error) {
    const why = refusalOf(readDomainError(error).kind);
    return refuseDownload(request, why, why === "missing" ? { ...told, back: "/arquivos" } : told);
  }
}
