import type pg from "pg";
import { backoffMs, completeJob, failJob, renewLease, startJob } from "#server/domain/jobs/index";
import { createCtx, type Runtime } from "#server/infra/context";
import { poolSql } from "#server/infra/database";
import type { Delivery } from "#server/infra/queue";
import type { Actor } from "#server/kernel/actor";
import type { Sql } from "#server/kernel/context";
import { asDomainError, DomainError } from "#server/kernel/errors";
import type { Handler, Registry } from "./registry";

export type Consumer = { handle(delivery: Delivery): Promise<void>; running(): number };
type Deps = {
  runtime: Runtime /** Connections of their own for leases, so that busy verbs never delay a renewal. */;
  control: pg.Pool;
  registry: Registry;
  worker: string;
  leaseMs: number;
  done: (outcome: Outcome) => void;
};
export type Outcome = { job: string; ok: boolean; code?: string; durationMs: number };

/** Runs delivered jobs: parse, build the job's `ctx`, run the verb, renew the lease, record the outcome. */
export function createConsumer(deps: Deps): Consumer {
  const sql = poolSql(deps.control);
  let running = 0;
  return {
    running: () => running,
    async handle(delivery) {
      const lease = { jobId: delivery.id, token: BigInt(delivery.token) };
      const input = { id: lease.jobId, token: lease.token, leaseMs: deps.leaseMs };
      const started = await startJob(sql, { ...input, worker: deps.worker });
      if (!started) return;
      running += 1;
      const heartbeat = setInterval(() => {
        renewLease(sql, input).catch(() => undefined);
      }, deps.leaseMs / 3);
      try {
        await run(deps, sql, lease, started);
      } finally {
        clearInterval(heartbeat);
        running -= 1;
      }
    },
  };
}

async function run(
  deps: Deps,
  sql: Sql,
  lease: NonNullable<Actor["lease"]>,
  job: { name: string; payload: unknown; attempts: number; requestId: string | null },
): Promise<void> {
  const { log } = deps.runtime;
  const at = performance.now();
  const handler = deps.registry.get(job.name);
  const input = { id: lease.jobId, token: lease.token };
  try {
    if (!handler) throw new DomainError("job.unknown", { name: job.name });
    const payload = parsePayload(handler, job.payload);
    const actor: Actor = {
      kind: "job",
      id: job.name,
      userId: null,
      capabilities: new Set(),
      funds: "all",
      lease,
    };
    await handler.run(createCtx(deps.runtime, actor, job.requestId ?? lease.jobId), payload);
    const durationMs = Math.round(performance.now() - at);
    await completeJob(sql, { ...input, durationMs });
    deps.done({ job: job.name, ok: true, durationMs });
  } catch (thrown) {
    const error = asDomainError(thrown);
    const durationMs = Math.round(performance.now() - at);
    deps.done({ job: job.name, ok: false, code: error.code, durationMs });
    if (error.code === "job.lease_lost") {
      log.info({ job: job.name, jobId: lease.jobId }, "lease lost; another worker has the job");
      return;
    }
    const again = error.kind === "unavailable" || error.kind === "unexpected";
    log[again && error.kind === "unavailable" ? "info" : "error"](
      { job: job.name, jobId: lease.jobId, attempts: job.attempts + 1, error },
      again ? "job failed; it is tried again" : "job stopped",
    );
    const retry = handler?.declaration.retry ?? { baseMs: 1_000, maxMs: 60_000 };
    await failJob(sql, {
      ...input,
      durationMs,
      code: error.code,
      error: causeOf(error),
      dueInMs: again ? dueInMs(error, job.attempts + 1, retry) : null,
    });
  }
}

function parsePayload(handler: Handler, payload: unknown): unknown {
  const parsed = handler.declaration.payload.safeParse(payload);
  if (!parsed.success) throw new DomainError("input.invalid", { job: handler.declaration.name });
  return parsed.data;
}

/** Class and code of the cause: messages of foreign errors may quote data. */
function causeOf(error: DomainError): string {
  if (!(error.cause instanceof Error)) return error.code;
  const { code } = error.cause as { code?: unknown };
  return `${error.code}: ${error.cause.name}${typeof code === "string" ? ` ${code}` : ""}`;
}

/** When to try again: as the verb asked, else by the job's own backoff. */
function dueInMs(error: DomainError, attempts: number, retry: { baseMs: number; maxMs: number }): number {
  const { retryInMs } = error.details;
  return typeof retryInMs === "number" ? retryInMs : backoffMs(attempts, retry, Math.random());
}
