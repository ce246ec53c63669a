import { getActor, isSameOrigin } from "#server/auth/index";
import { proveEvent } from "#server/domain/audit/index";
import { eventRef } from "#server/domain/audit/schemas";
import { webCtx } from "#server/infra/web-context";
import { newId } from "#server/kernel/id";
import { readDomainError } from "#server/trpc/errors";

type Context = { params: Promise<{ id: string }> };
const statuses = { not_found: 404, conflict: 409, invalid: 400 } as Readonly<Record<string, number>>;

/** The proof of one event as a download; by POST, since taking it is put on record. */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { id } = await params;
  if (!isSameOrigin(request.headers)) return new Response(null, { status: 403 });
  const actor = await getActor(request);
  if (!actor) return new Response(null, { status: 401 });
  if (!actor.capabilities.has("audit:read")) return new Response(null, { status: 403 });
  if (!eventRef.safeParse({ eventId: id }).success) return new Response(null, { status: 404 });
  try {
    const proof = await webCtx(actor, newId()).transaction((tx) => proveEvent(tx, id));
    return new Response(`${JSON.stringify(proof, null, 2)}\n`, {
      headers: {
        "content-type": "application/json; charset=utf-8",
        "content-disposition": `attachment; filename="prova-${proof.evento.seq}.json"`,
        "cache-control": "no-store",
      },
    });
  } catch (error) {
    return new Response(null, { status: statuses[readDomainError(error).kind] ?? 503 });
  }
}
