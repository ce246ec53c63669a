import { getActor } from "#server/auth/index";
import { openRejectedCsv } from "#server/domain/imports/index";
import { uploadRef } from "#server/domain/imports/schemas";
import { webCtx } from "#server/infra/web-context";
import { newId } from "#server/kernel/id";
import { readDomainError } from "#server/trpc/errors";
import { refusalOf, refuseDownload, refuseStranger } from "../../../../download-refusal";

type Context = { params: Promise<{ id: string }> };

/** The rejected lines of a file as a download; the first piece is read before the answer begins. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { id } = await params;
  const told = { requestId: newId(), back: `/arquivos/${id}` };
  const actor = await getActor(request);
  if (!uploadRef.safeParse({ uploadId: id }).success)
    return refuseDownload(request, "missing", { ...told, back: "/arquivos" });
  if (!actor) return refuseStranger(request, told);
  if (!actor.capabilities.has("import:read")) return refuseDownload(request, "forbidden", told);
  try {
    const { body, charset } = await openRejectedCsv(webCtx(actor, told.requestId), id);
    return new Response(body, {
      headers: {
        "content-type": `text/csv; charset=${charset}`,
        "content-disposition": `attachment; filename="rejeitadas-${id.slice(0, 8)}.csv"`,
        "cache-control": "no-store",
      },
    });
  } catch (error) {
    const why = refusalOf(readDomainError(error).kind);
    return refuseDownload(request, why, why === "missing" ? { ...told, back: "/arquivos" } : told);
  }
}
