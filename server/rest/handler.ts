import { z } from "zod";
import type { Actor } from "#server/kernel/actor";
import type { Ctx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { newId } from "#server/kernel/id";
import { watchEvents } from "#server/trpc/watch-events";
import { json } from "./answer";
import { authenticate, authenticateAnbima, nobody } from "./authenticate";
import { hashRequest, onceInTransaction, readKey } from "./idempotency";
import { readInput } from "./input";
import { isDataException, problemResponse, readError, unroutable } from "./problem";
import { createRateLimiter, rateLimit } from "./rate-limit";
import type { JsonRoute, Route } from "./route";
import { findRoute } from "./routing";

export type RestDeps = {
  readonly routes: readonly Route[];
  /** A context for whoever acts; without an actor, for looking a token up. */
  readonly ctxOf: (actor: Actor, requestId: string) => Ctx;
  /** `user:password` that ANBIMA calls with; without one nobody passes as it. */
  readonly noticeAuth?: () => string | undefined;
  /** Told of every answer, for the metrics. */
  readonly onAnswer?: (answer: { route: string; method: string; status: number; seconds: number }) => void;
};

/**
 * The door of `/api/v1`: finds the route, asks who calls and whether they may, parses what came, runs the
 * verb and answers; every failure becomes a problem document, logged once and here.
 */
export function createRestHandler(deps: RestDeps): (request: Request) => Promise<Response> {
  const takeTurn = createRateLimiter();
  return async (request) => {
    const startedAt = performance.now();
    const requestId = newId();
    const { pathname } = new URL(request.url);
    const found = findRoute(deps.routes, request.method, pathname);
    let response: Response;
    if (found.kind === "none") response = unroutable(404, requestId);
    else if (found.kind === "method") response = unroutable(405, requestId, found.allow);
    else response = await serve(deps, takeTurn, request, requestId, found.route, found.params);
    response.headers.set("x-request-id", requestId);
    response.headers.set("cache-control", "no-store");
    response.headers.set("x-content-type-options", "nosniff");
    const route = found.kind === "route" ? found.route.path : "*";
    deps.onAnswer?.({
      route,
      method: request.method,
      status: response.status,
      seconds: (performance.now() - startedAt) / 1_000,
    });
    return response;
  };
}

async function serve(
  deps: RestDeps,
  takeTurn: ReturnType<typeof createRateLimiter>,
  request: Request,
  requestId: string,
  route: Route,
  params: Record<string, string>,
): Promise<Response> {
  let rateHeaders: Record<string, string> = {};
  const outside = deps.ctxOf(nobody, requestId);
  try {
    const actor = await actorOf(deps, outside, route, request.headers);
    if (route.capability !== null) {
      const turn = takeTurn(actor.id, outside.clock.now().getTime());
      rateHeaders = {
        "ratelimit-limit": String(rateLimit.requests),
        "ratelimit-remaining": String(turn.remaining),
        "ratelimit-reset": String(turn.resetS),
      };
      if (!turn.allowed) throw new DomainError("rate.exceeded", { retryAfterS: turn.resetS });
      if (!actor.capabilities.has(route.capability))
        throw new DomainError("auth.denied", { right: route.capability });
    }
    const ctx = deps.ctxOf(actor, requestId);
    const { input, body } = await readInput(route, request, params);
    const response =
      route.kind === "stream"
        ? await route.run({ ctx, request }, input as never)
        : await runJson(ctx, route, request, input, body);
    return withHeaders(response, rateHeaders);
  } catch (error) {
    // A cursor is text that we gave out; one that the database cannot read was made by somebody else.
    const isForged = isDataException(error) && new URL(request.url).searchParams.has("cursor");
    const known = isForged ? new DomainError("input.invalid", { field: "cursor" }) : readError(error);
    const fields = { requestId, code: known.code, error: known.cause ?? known, url: route.path };
    if (known.kind === "unexpected") outside.log.error(fields, "request failed");
    else outside.log.info(fields, "request refused");
    return withHeaders(problemResponse(known, requestId), rateHeaders);
  }
}

async function actorOf(deps: RestDeps, outside: Ctx, route: Route, headers: Headers): Promise<Actor> {
  if (route.auth === "anbima") return authenticateAnbima(headers, deps.noticeAuth?.());
  return route.capability === null ? nobody : await authenticate(outside, headers);
}

async function runJson(
  ctx: Ctx,
  route: JsonRoute,
  request: Request,
  input: unknown,
  body: string,
): Promise<Response> {
  if (route.method === "GET") {
    const output = await ctx.transaction((tx) => route.run(tx, input as never));
    return json(route.status, answerOf(route, output));
  }
  const key = readKey(request.headers);
  const { answer, isReplay } = await ctx.transaction(async (inner) => {
    const { tx, hasEvents } = watchEvents(inner);
    const run = async () => {
      const output = await route.run(tx, input as never);
      if (!hasEvents()) throw new Error(`${route.path} changed something without an audit event`);
      return { status: route.status, body: answerOf(route, output), headers: {} };
    };
    if (key === null) return { answer: await run(), isReplay: false };
    const hash = hashRequest(route.method, new URL(request.url).pathname, body);
    return onceInTransaction(tx, key, hash, run);
  });
  return json(answer.status, answer.body, isReplay ? { "idempotency-replayed": "true" } : {});
}

/** Only what the route declares leaves: a field more in a row is no field more in the answer. */
function answerOf(route: JsonRoute, output: unknown): unknown {
  const parsed = route.output.safeParse(output);
  if (!parsed.success)
    throw new Error(`${route.path} answered something else than it declares`, {
      cause: z.prettifyError(parsed.error),
    });
  return parsed.data;
}

function withHeaders(response: Response, headers: Record<string, string>): Response {
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}
