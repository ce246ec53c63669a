import type { Actor } from "#server/kernel/actor";
import type { Ctx, Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { newId } from "#server/kernel/id";
import { authenticate, nobody } from "./authenticate";
import { problemResponse } from "./problem";

type Deps = {
  readonly ctxOf: (actor: Actor, requestId: string) => Ctx;
  /** Sees every fund: what is rendered are counts. */
  readonly reader: () => Ctx;
  readonly contentType: () => string;
  readonly render: (tx: Tx) => Promise<string>;
};

/** `/api/metrics`: for a Bearer token with `metrics:read`, or a scraper on this very machine. */
export function createMetricsHandler(deps: Deps): (request: Request) => Promise<Response> {
  return async (request) => {
    const requestId = newId();
    try {
      if (!isLocal(request.headers)) {
        const actor = await authenticate(deps.ctxOf(nobody, requestId), request.headers);
        if (!actor.capabilities.has("metrics:read"))
          throw new DomainError("auth.denied", { right: "metrics:read" });
      }
      const text = await deps.reader().transaction(deps.render);
      return new Response(text, {
        headers: { "content-type": deps.contentType(), "cache-control": "no-store" },
      });
    } catch (error) {
      return problemResponse(error, requestId);
    }
  };
}

const loopback = /^(127(\.\d{1,3}){3}|::1|localhost)$/;

/**
 * Whether the caller sits on this machine: it came from a loopback address, by a loopback name, with no
 * token to judge and past no proxy (Next fills the address in when nobody did).
 */
function isLocal(headers: Headers): boolean {
  if (headers.has("authorization")) return false;
  const addresses = (headers.get("x-forwarded-for") ?? "")
    .split(",")
    .map((part) => part.trim().replace(/^::ffff:/, ""));
  const host = (headers.get("host") ?? "").replace(/:\d+$/, "").replace(/^\[|\]$/g, "");
  return (
    addresses.length === 1 &&
    loopback.test(addresses[0] ?? "") &&
    loopback.test(host) &&
    !headers.has("forwarded")
  );
}
