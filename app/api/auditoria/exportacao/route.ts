import { Readable } from "node:stream";
import { getActor, isSameOrigin } from "#server/auth/index";
import { exportLog, type LogFilter, recordExport } from "#server/domain/audit/index";
import { eventFilter } from "#server/domain/audit/schemas";
import { readVerifier, verifierNames } from "#server/infra/pack-files";
import { type WebCtx, webCtx } from "#server/infra/web-context";
import { openZip } from "#server/infra/zip-stream";
import { newId } from "#server/kernel/id";
import { loadFilter, toInput } from "../../../../components/audit/filter";

const longestMs = 30 * 60_000;
/** Each holds a snapshot of the database while it is taken. */
const openMax = 2;
let open = 0;

/**
 * The whole log, or what a filter finds, as a pack that anybody verifies offline: what the command line's
 * `auditoria exportar` makes, sent while it is made. By POST, since taking it is put on record.
 */
export async function POST(request: Request): Promise<Response> {
  if (!isSameOrigin(request.headers)) return new Response(null, { status: 403 });
  const actor = await getActor(request);
  if (!actor) return new Response(null, { status: 401 });
  if (!actor.capabilities.has("audit:export")) return new Response(null, { status: 403 });
  const events = eventFilter.safeParse(toInput(loadFilter(new URL(request.url).searchParams)));
  if (!events.success) return new Response(null, { status: 400 });
  if (open >= openMax) return new Response(null, { status: 503, headers: { "retry-after": "30" } });
  open += 1;
  const zip = openZip();
  const requestId = newId();
  void write(webCtx(actor, requestId), { events: events.data }, zip).finally(() => {
    open -= 1;
  });
  return new Response(Readable.toWeb(zip.stream) as ReadableStream<Uint8Array>, {
    headers: {
      "content-type": "application/zip",
      "content-disposition": `attachment; filename="trilha-${new Date().toISOString().slice(0, 10)}-${requestId.slice(-4)}.zip"`,
      "cache-control": "no-store",
      "x-accel-buffering": "no",
      "x-request-id": requestId,
    },
  });
}

async function write(ctx: WebCtx, filter: LogFilter, zip: ReturnType<typeof openZip>): Promise<void> {
  try {
    const summary = await ctx.transaction((tx) => exportLog(tx, filter, zip), {
      isSnapshot: true,
      longestMs,
    });
    for (const name of verifierNames) await zip.write(name, await readVerifier(name));
    // On record before its end is sent: nobody has the whole of it unseen.
    await ctx.transaction((tx) => recordExport(tx, filter, summary));
    await zip.finish();
  } catch (error) {
    ctx.log.warn({ error, requestId: ctx.requestId }, "an export of the audit log ended half-way");
    await zip.abandon(error instanceof Error ? error : new Error("export failed"));
  }
}
