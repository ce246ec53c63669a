import type pg from "pg";
import { claimJobs, type QueueName, queues, releaseJobs } from "#server/domain/jobs/index";
import { clientSql } from "#server/infra/database";
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
 * safety net. Claims no more than the workers will start soon, so that no lease runs out in a queue.
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
      const more = await relayOnce(deps).catch((error) => {
        deps.log.warn({ error }, "relay could not claim");
        return false;
      });
      if (stopped || more || wanted) continue;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pollMs);
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

/** @returns true when some queue had more due jobs than were claimed. */
async function relayOnce(deps: Deps): Promise<boolean> {
  const sql: Sql = async (text, params) => (await deps.pool.query(text, params as unknown[])).rows as never;
  const waiting = await undelivered(sql, deps.names);
  let more = false;
  for (const queue of waiting.keys()) {
    const limit = 2 * queues[queue].concurrency - (waiting.get(queue)?.claimed ?? 0);
    if (limit <= 0) continue;
    const claimed = await claimJobs(sql, { queue, worker: deps.worker, limit, leaseMs: deps.leaseMs });
    if (claimed.length === 0) continue;
    try {
      await deps.broker.deliver(
        queue,
        claimed.map((job) => ({ id: job.id, token: job.token.toString() })),
      );
      more ||= claimed.length === limit && queues[queue].concurrency > limit;
    } catch (error) {
      deps.log.warn(
        { error, queue, count: claimed.length },
        "broker did not take jobs; they are offered again",
      );
      await releaseJobs(sql, claimed, redeliveryDelayMs);
    }
  }
  return more;
}

/** Queues with something to claim, and how many claimed jobs nobody started yet. */
async function undelivered(
  sql: Sql,
  names: readonly QueueName[],
): Promise<Map<QueueName, { claimed: number }>> {
  const rows = await sql<{ queue: QueueName; due: boolean; claimed: bigint }>(
    `select w.queue,
            exists (select 1 from job j where j.queue = w.queue and j.state = 'waiting' and j.due_at <= now())
              or exists (select 1 from job j where j.queue = w.queue and j.state = 'claimed' and j.lease_until < now()) as due,
            (select count(*) from job j where j.queue = w.queue and j.state = 'claimed' and j.started_at is null
                and j.lease_until >= now()) as claimed
       from unnest($1::text[]) as w(queue)`,
    [names],
  );
  return new Map(rows.filter((row) => row.due).map((row) => [row.queue, { claimed: Number(row.claimed) }]));
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
