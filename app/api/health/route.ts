import { systemActor } from "#server/infra/context";
import { webCtx } from "#server/infra/web-context";
import { newId } from "#server/kernel/id";

export const dynamic = "force-dynamic";

/** Whether this process can serve: it runs, and its database answers. */
export async function GET(): Promise<Response> {
  const isUp = await webCtx({ ...systemActor("health"), funds: [] }, newId())
    .transaction((tx) => tx.sql("select 1 as one"))
    .then(
      () => true,
      () => false,
    );
  return Response.json(
    { status: isUp ? "ok" : "sem banco" },
    {
      status: isUp ? 200 : 503,
      headers: { "cache-control": "no-store", ...(isUp ? {} : { "retry-after": "5" }) },
    },
  );
}
