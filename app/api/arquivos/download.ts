import { getActor } from "#server/auth/index";
import { uploadRef } from "#server/domain/imports/schemas";
import { webCtx } from "#server/infra/web-context";
import type { Ctx } from "#server/kernel/context";
import { newId } from "#server/kernel/id";
import { readDomainError } from "#server/trpc/errors";
import { refusalOf, refuseDownload, refuseStranger } from "../../download-refusal";

export type FileContext = { params: Promise<{ id: string }> };
type Download = { body: BodyInit; headers: Readonly<Record<string, string>> };

/** Answers with something of one file, which `open` finds within what the reader sees; a refusal says why and leads back. */
export async function downloadOfFile(
  request: Request,
  { params }: FileContext,
  open: (ctx: Ctx, uploadId: string) => Promise<Download>,
): Promise<Response> {
  const { id } = await params;
  const told = { requestId: newId(), back: `/arquivos/${id}` };
  const actor = await getActor(request);
  if (!uploadRef.safeParse({ uploadId: id }).success)
    return refuseDownload(request, "missing", { ...told, back: "/arquivos" });
  if (!actor) return refuseStranger(request, told);
  if (!actor.capabilities.has("import:read")) return refuseDownload(request, "forbidden", told);
  try {
    const { body, headers } = await open(webCtx(actor, told.requestId), id);
    return new Response(body, { headers: { ...headers, "cache-control": "no-store" } });
  } catch (error) {
    const why = refusalOf(readDomainError(error).kind);
    return refuseDownload(request, why, why === "missing" ? { ...told, back: "/arquivos" } : told);
  }
}
