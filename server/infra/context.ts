import { randomUUID } from "node:crypto";
import type pg from "pg";
import type { Actor, SystemPart } from "#server/kernel/actor";
import type { Clock, Ctx, Log, Tx } from "#server/kernel/context";
import type { Ports } from "#server/kernel/ports";
import { clientSql, copyRows, pgTransaction } from "./database";

export const systemClock: Clock = { now: () => new Date() };

/** What a process shares between all its contexts. */
export type Runtime = { pool: pg.Pool; log: Log; ports: Ports; clock: Clock };

/** A context whose transactions run on one `pg` client. Used by the worker, the command line and tests. */
export function createCtx(runtime: Runtime, actor: Actor, requestId: string = randomUUID()): Ctx {
  const base = { actor, requestId, clock: runtime.clock, log: runtime.log, ports: runtime.ports };
  return {
    ...base,
    transaction: (run, options) =>
      pgTransaction(
        runtime.pool,
        actor,
        (client, at) => {
          const tx: Tx = {
            ...base,
            at,
            sql: clientSql(client),
            copy: (table, columns, rows) => copyRows(client, table, columns, rows),
            transaction: (inner) => inner(tx),
          };
          return run(tx);
        },
        options,
      ),
  };
}

/** The system itself, with every fund in scope and no person behind it. */
export function systemActor(name: SystemPart): Actor {
  return { kind: "system", id: name, userId: null, capabilities: new Set(), funds: "all" };
}
