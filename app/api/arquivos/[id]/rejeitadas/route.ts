import { getActor } from "#server/auth/index";
import { openRejectedCsv } from "#server/domain/imports/index";
import { uploadRef } from "#server/domain/imports/schemas";
import { webCtx } from "#server/infra/web-context";
import { newId } from "#server/kernel/id";
import { readDomainError } from "#server/trpc/errors";

type Context = { params: Promise<{ id: string }> };

/** The rejected lines of a file as a download; the first piece is read before the answer begins. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { id } = await params;
  const actor = await getActor(request);
  if (!actor) return new Response(null, { status: 401 });
  if (!actor.capabilities.has("import:read")) return new Response(null, { status: 403 });
  if (!uploadRef.safeParse({ uploadId: id }).success) return new Response(null, { status: 404 });
  try {
    const { body, charset } = await openRejectedCsv(webCtx(actor, newId()), id);
    return new Response(body, {
      headers: {
        "content-type": `text/csv; charset=${charset}`,
        "content-disposition": `attachment; filename="rejeitadas-${id.slice(0, 8)}.csv"`,
        "cache-control": "no-store",
      },
    });
  } catch (error) {
    const { kind } = readDomainError(error);
    return new Response(null, { status: kind === "not_found" ? 404 : 503 });
  }
}
