import { randomUUID } from "node:crypto";
import type pg from "pg";
import { createCtx } from "#server/infra/context";
import { createLog } from "#server/infra/logger";
import { type Role, roleCapabilities } from "#server/kernel/capabilities";
import type { Ctx, Tx } from "#server/kernel/context";
import { number } from "./report";

type Ask = (tx: Tx) => Promise<unknown>;
export type Timed = { name: string; ms: number };
const repeats = 5;

/** The requests of a person of a role, on the pool's database role. */
export function personCtx(pool: pg.Pool, role: Role, funds: "all" | readonly string[]): Ctx {
  const id = randomUUID();
  const runtime = {
    pool,
    log: createLog("bench", "silent"),
    ports: {} as never,
    clock: { now: () => new Date() },
  };
  return createCtx(runtime, { kind: "user", id, userId: id, capabilities: roleCapabilities[role], funds });
}

/** How long a question takes, several times after a first one. */
export async function time(ctx: Ctx, name: string, ask: Ask): Promise<Timed[]> {
  const times: Timed[] = [];
  for (let round = 0; round <= repeats; round++) {
    const startedAt = performance.now();
    await ctx.transaction((tx) => ask(tx));
    if (round > 0) times.push({ name, ms: performance.now() - startedAt });
  }
  return times;
}

export function quantile(times: readonly Timed[], share: number): number {
  const sorted = times.map(({ ms }) => ms).sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

export function slowest(times: readonly Timed[]): string {
  const worst = new Map<string, number>();
  for (const { name, ms } of times) worst.set(name, Math.max(ms, worst.get(name) ?? 0));
  return [...worst]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 5)
    .map(([name, ms]) => `${name} (${number(ms)} ms)`)
    .join("; ");
}
