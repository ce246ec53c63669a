import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type pg from "pg";
import { recordEvents, sealEvents, verifyLog } from "#server/domain/audit/index";
import { openWitness } from "#server/gateways/witness/index";
import { createCtx, systemActor } from "#server/infra/context";
import { openPool } from "#server/infra/database";
import { roleUrl } from "#server/infra/env";
import { createLog } from "#server/infra/logger";
import type { Ctx } from "#server/kernel/context";
import type { Witness } from "#server/kernel/ports";
import type { DatabaseServer } from "./database-server";
import type { Options } from "./options";
import { atLeast, atMost, fact, type Line, median, number } from "./report";

const perTransaction = 1_000;

/**
 * The audit log: events sealed while they are being written, by one process with a key and a witness of
 * its own, and the whole log derived again from the events' bytes.
 */
export async function measureProof(server: DatabaseServer, options: Options): Promise<Line[]> {
  const sizes = options.isQuick ? { live: 5_000, whole: 20_000 } : { live: 100_000, whole: 1_000_000 };
  const ownerUrl = await server.createDatabase();
  const folder = await mkdtemp(path.join(tmpdir(), "lastro-bench-"));
  const pool = openPool(roleUrl(ownerUrl, "lastro_worker"), { max: 4, applicationName: "lastro-bench" });
  const runtime = {
    pool,
    log: createLog("bench", "silent"),
    ports: {} as never,
    clock: { now: () => new Date() },
  };
  const ctx = createCtx(runtime, systemActor("bench"));
  try {
    const witness = openWitness(path.join(folder, "chave.pem"));
    const live: { rate: number; lagSeconds: number }[] = [];
    for (let i = 0; i < options.repeats; i++) live.push(await sealWhileWriting(ctx, witness, sizes.live));
    const backlog = await sealBacklog(ctx, pool, witness, sizes.whole - sizes.live * options.repeats);
    const startedAt = performance.now();
    const report = await ctx.transaction((tx) => verifyLog(tx, { publicKey: witness.signer.publicKey }));
    const seconds = (performance.now() - startedAt) / 1_000;
    if (report.sealed !== sizes.whole || report.problemCount > 0 || report.unsealed > 0)
      throw new Error(`a trilha não confere: ${JSON.stringify(report)}`);
    return linesOf(sizes, live, backlog, { seconds, checkpoints: report.checkpoints });
  } finally {
    await pool.end();
    await server.dropDatabase(ownerUrl);
    await rm(folder, { recursive: true, force: true });
  }
}

/** Two write, each event as the product writes it, and one seals until nothing is left. */
async function sealWhileWriting(ctx: Ctx, witness: Witness, count: number) {
  const startedAt = performance.now();
  let left = count / perTransaction;
  let isWriting = true;
  const write = async () => {
    while (left-- > 0) await ctx.transaction((tx) => recordEvents(tx, eventsOf(perTransaction)));
  };
  const writing = Promise.all([write(), write()]).then(() => {
    isWriting = false;
  });
  let sealed = 0;
  let lagSeconds = 0;
  while (isWriting || sealed < count) {
    const outcome = await sealEvents(ctx, witness);
    if (outcome.halt) throw new Error(`o selador parou: ${outcome.halt}`);
    sealed += outcome.sealed;
    lagSeconds = Math.max(lagSeconds, outcome.lagSeconds);
  }
  await writing;
  return { rate: count / ((performance.now() - startedAt) / 1_000), lagSeconds };
}

function eventsOf(count: number) {
  return Array.from({ length: count }, () => ({
    action: "operation.execute" as const,
    subjectType: "operation" as const,
    subjectId: randomUUID(),
    before: { state: "PENDING" },
    after: { entryId: randomUUID(), state: "EXECUTED", totalCents: "123456789", unitPrice: "1012.34567800" },
    postingsHash: "0".repeat(64),
  }));
}

/** Events that are there already, of the same length, all at once; @returns events sealed per second */
async function sealBacklog(ctx: Ctx, pool: pg.Pool, witness: Witness, count: number): Promise<number> {
  await pool.query(
    `insert into audit_event (id, at, action, actor_kind, actor_id, subject_type, subject_id, canonical)
     select id, '2026-11-22T00:00:00Z', 'operation.execute', 'system', 'bench', 'operation', subject,
            convert_to('{"action":"operation.execute","actor":{"id":"bench","kind":"system"},"after":{"entryId":"' || repeat(md5(n::text), 6)
              || '"},"at":"2026-11-22T00:00:00.000Z","fund":null,"id":"' || id || '","request":null,"subject":{"id":"' || subject || '","type":"operation"},"v":1}', 'UTF8')
       from (select n, gen_random_uuid() as id, gen_random_uuid() as subject from generate_series(1, $1::int) as n) as e`,
    [count],
  );
  const startedAt = performance.now();
  let sealed = 0;
  while (sealed < count) sealed += (await sealEvents(ctx, witness)).sealed;
  return count / ((performance.now() - startedAt) / 1_000);
}

function linesOf(
  sizes: { live: number; whole: number },
  live: readonly { rate: number; lagSeconds: number }[],
  backlog: number,
  verified: { seconds: number; checkpoints: number },
): Line[] {
  return [
    atLeast({
      work: "eventos de auditoria selados enquanto são escritos",
      value: median(live.map(({ rate }) => rate)),
      limit: 10_000,
      unit: " eventos/s",
      note: `Mediana de ${live.map(({ rate }) => number(rate)).join("; ")}, do primeiro escrito ao último selado: ${number(sizes.live)} por vez, escritos por dois em transações de ${number(perTransaction)}, na mesma máquina e no mesmo processo que sela. O mais que um evento esperou pelo selo: ${number(Math.max(...live.map(({ lagSeconds }) => lagSeconds)))} s.`,
    }),
    fact({ work: "eventos já escritos, selados de uma vez", measured: `${number(backlog)} eventos/s` }),
    atMost({
      work: `trilha de ${number(sizes.whole)} eventos derivada de novo dos seus bytes`,
      value: verified.seconds,
      limit: 60,
      unit: " s",
      note: `${number(sizes.whole / verified.seconds)} eventos/s; ${number(verified.checkpoints)} checkpoints assinados conferidos.`,
    }),
  ];
}
