import { initTRPC } from "@trpc/server";
import type { Actor } from "#server/kernel/actor";
import type { Capability } from "#server/kernel/capabilities";
import type { Ctx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { requireStorable } from "#server/kernel/storable";
import { describeProblem, type Language, readDomainError, toTrpcError } from "./errors";
import { inEnglish } from "./in-english";
import { transformer } from "./transformer";
import { watchEvents } from "./watch-events";

/** Made by the route handler (or a page) for each request. `ctx` is null when nobody is signed in. */
export type TrpcContext = { ctx: Ctx | null; requestId: string; language?: Language | undefined };

/** The right a procedure declares; `signed-in` is for what concerns only the person themselves. */
export type Right = Capability | "signed-in";
type Meta = { right: Right };

const t = initTRPC
  .context<TrpcContext>()
  .meta<Meta>()
  .create({
    transformer,
    errorFormatter: ({ shape, error, ctx }) => {
      const problem = describeProblem(error, ctx?.requestId ?? "", ctx?.language);
      const { httpStatus, code } = shape.data;
      return { code: shape.code, message: problem.message, data: { code, httpStatus, problem } };
    },
  });

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

/** Reads: the right is checked, then everything runs in one transaction scoped to the actor's funds. */
export function query(right: Right) {
  return t.procedure.meta({ right }).use(async ({ ctx: { ctx, language }, next, meta, getRawInput }) => {
    const allowed = requireRight(ctx, meta?.right);
    return answer(allowed, async () => {
      requireStorable(await getRawInput());
      return await allowed.transaction(async (tx) => {
        const result = await next({ ctx: { tx, actor: tx.actor as Actor } });
        if (!result.ok) throw result.error;
        return language === "en" ? { ...result, data: inEnglish(result.data) } : result;
      });
    });
  });
}

/** Writes: as `query`, and a transaction that recorded no audit event is rolled back. */
export function mutation(right: Right) {
  return t.procedure
    .meta({ right })
    .use(async ({ ctx: { ctx, language }, next, meta, path, getRawInput }) => {
      const allowed = requireRight(ctx, meta?.right);
      return answer(allowed, async () => {
        requireStorable(await getRawInput());
        return await allowed.transaction(async (inner) => {
          const { tx, hasEvents } = watchEvents(inner);
          const result = await next({ ctx: { tx, actor: tx.actor as Actor } });
          if (!result.ok) throw result.error;
          if (!hasEvents()) throw new Error(`${path} changed something without an audit event`);
          return language === "en" ? { ...result, data: inEnglish(result.data) } : result;
        });
      });
    });
}

function requireRight(ctx: Ctx | null, right: Right | undefined): Ctx {
  if (!ctx) throw toTrpcError(new DomainError("auth.required"));
  if (!right) throw toTrpcError(new Error("a procedure declares no right"));
  if (right !== "signed-in" && !ctx.actor.capabilities.has(right)) {
    throw toTrpcError(new DomainError("auth.denied", { right }));
  }
  return ctx;
}

/** The one place where a failure is logged and translated; verbs throw, routers never catch. */
async function answer<T>(ctx: Ctx, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const known = readDomainError(error);
    const fields = { requestId: ctx.requestId, code: known.code, error: known.cause ?? known };
    if (known.kind === "unexpected") ctx.log.error(fields, "request failed");
    else ctx.log.info(fields, "request refused");
    throw toTrpcError(error);
  }
}
