import type pg from "pg";
import { claimJobs, type QueueName, queues, releaseJobs } from "#server/domain/jobs/index";
import { clientSql, poolSql } from "#server/infra/database";
import type { Broker } from "#server/infra/queue";
import type { Log, Sql } from "#server/kernel/context";

const pollMs = 500;
const redeliveryDelayMs = 1_000;

export type Relay = { wake(): void; stop(): Promise<void> };
type Deps = {
  pool: pg.Pool;
  broker: Broker;
  names: readonly QueueName[];
  worker: string;
  leaseMs: number;
  log: Log;
};

/**
 * Hands committed, due job rows to BullMQ: woken by NOTIFY and by finished jobs, with a slow poll as
 * safety net. Claims little more than this worker has free, so that no lease runs out in a queue.
 */
export function startRelay(deps: Deps): Relay {
  let stopped = false;
  let wanted = false;
  let signal: () => void = () => undefined;
  const wake = () => {
    wanted = true;
    signal();
  };
  const ear = listen(deps.pool, wake, deps.log);
  const loop = (async () => {
    while (!stopped) {
      wanted = false;
      const pauseMs = await relayOnce(deps).catch((error) => {
        deps.log.warn({ error }, "relay could not claim");
        return pollMs;
      });
      if (stopped || wanted) continue;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pauseMs);
        signal = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  })();
  return {
    wake,
    async stop() {
      stopped = true;
      wake();
      await loop;
      await ear.stop();
    },
  };
}

/** @returns how long until there may be more to do, unless somebody wakes the relay before. */
async function relayOnce(deps: Deps): Promise<number> {
  const sql = poolSql(deps.pool);
  const waiting = await undelivered(sql, deps.names, deps.worker);
  let pauseMs = pollMs;
  for (const { queue, inHand, dueInMs } of waiting) {
    if (dueInMs > 0) {
      pauseMs = Math.min(pauseMs, Math.ceil(dueInMs));
      continue;
    }
    // Some more than run at once, so that a finished job has a successor; what waits longer loses its lease.
    const limit = Math.ceil(1.25 * queues[queue].concurrency) - inHand;
    if (limit <= 0) continue;
    const claimed = await claimJobs(sql, { queue, worker: deps.worker, limit, leaseMs: deps.leaseMs });
    if (claimed.length === 0) continue;
    try {
      await deps.broker.deliver(
        queue,
        claimed.map((job) => ({ id: job.id, token: job.token.toString() })),
      );
    } catch (error) {
      deps.log.warn(
        { error, queue, count: claimed.length },
        "broker did not take jobs; they are offered again",
      );
      await releaseJobs(sql, claimed, redeliveryDelayMs);
    }
  }
  return pauseMs;
}

type Waiting = { queue: QueueName; inHand: number; dueInMs: number };

/** Queues with something to claim now or later, and how many jobs of each this worker has claimed or runs. */
async function undelivered(sql: Sql, names: readonly QueueName[], worker: string): Promise<Waiting[]> {
  return await sql<Waiting>(
    `with waiting as (
       select w.queue, (select min(due_at) from job j where j.queue = w.queue and j.state = 'waiting') as due_at
         from unnest($1::text[]) as w(queue)
     ), claimed as (
       select queue, count(*) filter (where leased_by = $2 and lease_until >= now())::int as held,
              min(lease_until) filter (where lease_until < now()) as expired_at
         from job where state = 'claimed' group by queue)
     select queue, coalesce(held, 0) as "inHand",
            extract(epoch from least(due_at, expired_at) - now())::float8 * 1000 as "dueInMs"
       from waiting left join claimed using (queue)
      where due_at is not null or expired_at is not null`,
    [names, worker],
  );
}

/** A session that LISTENs, opened again whenever it is lost. */
function listen(pool: pg.Pool, wake: () => void, log: Log): { stop(): Promise<void> } {
  let stopped = false;
  let client: pg.PoolClient | undefined;
  let retry: NodeJS.Timeout | undefined;
  const open = async () => {
    try {
      client = await pool.connect();
      client.on("notification", wake);
      client.on("error", reopen);
      client.on("end", reopen);
      await clientSql(client)("listen lastro_job");
      wake();
    } catch (error) {
      log.warn({ error }, "relay cannot listen");
      reopen();
    }
  };
  const reopen = () => {
    if (stopped || retry) return;
    client?.release(true);
    client = undefined;
    retry = setTimeout(() => {
      retry = undefined;
      void open();
    }, pollMs);
  };
  void open();
  return {
    async stop() {
      stopped = true;
      clearTimeout(retry);
      client?.release(true);
    },
  };
}
