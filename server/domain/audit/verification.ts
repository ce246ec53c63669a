import type { Ctx, Tx } from "#server/kernel/context";
import { newId } from "#server/kernel/id";
import type { Witness } from "#server/kernel/ports";
import { keepBlocks } from "./blocks";
import { type Integrity, integrityOf, pauseLeastMs, pauseShare } from "./model/integrity";
import { logId } from "./reading";
import { recordEvents } from "./record";
import { type LogProblem, type LogReport, verifyLog } from "./verify-log";

const keptFor = "30 days";
const longestMs = 30 * 60_000;

export type Pass = { size: number; problemCount: number; pauseMs: number };

/**
 * One pass over the whole log, against the key and the newest checkpoint outside the database; what it
 * came to is kept for the screens, and a break is an event. Also keeps the roots that proofs are read by.
 */
export async function verifyAndKeep(ctx: Ctx, witness: Witness): Promise<Pass> {
  const startedAt = ctx.clock.now();
  const note = await witness.lastNote();
  const outside = { publicKey: witness.signer.publicKey, notes: note === null ? [] : [note] };
  const report = await ctx.transaction((tx) => verifyLog(tx, outside), { isSnapshot: true, longestMs });
  const finishedAt = ctx.clock.now();
  await ctx.transaction((tx) => keep(tx, report, { startedAt, finishedAt, notes: outside.notes.length }));
  while ((await ctx.transaction(keepBlocks)) > 0);
  const tookMs = finishedAt.getTime() - startedAt.getTime();
  return {
    size: report.sealed,
    problemCount: report.problemCount,
    pauseMs: Math.max(pauseLeastMs, pauseShare * tookMs),
  };
}

async function keep(
  tx: Tx,
  report: LogReport,
  { startedAt, finishedAt, notes }: { startedAt: Date; finishedAt: Date; notes: number },
): Promise<void> {
  const [before] = await tx.sql<{ problemCount: number }>(
    `select problem_count as "problemCount" from audit_verification order by finished_at desc limit 1`,
  );
  await tx.sql(
    `insert into audit_verification (id, started_at, finished_at, size, unsealed, checkpoints, has_outside_key, outside_checkpoints, root, problem_count, problems)
     values ($1, $2, $3, $4, $5, $6, true, $7, $8, $9, $10::jsonb)`,
    [
      newId(),
      startedAt,
      finishedAt,
      report.sealed,
      report.unsealed,
      report.checkpoints,
      notes,
      report.root,
      report.problemCount,
      JSON.stringify(report.problems),
    ],
  );
  await tx.sql(`delete from audit_verification where finished_at < $1::timestamptz - interval '${keptFor}'`, [
    finishedAt,
  ]);
  if (report.problemCount === 0 || (before?.problemCount ?? 0) > 0) return;
  tx.log.error({ count: report.problemCount, size: report.sealed }, "the audit log is broken");
  const [first] = report.problems;
  await recordEvents(tx, [
    {
      action: "audit.break",
      subjectType: "audit_log",
      subjectId: logId,
      after: { what: first?.what ?? null, place: first?.seq ?? null, event: first?.eventId ?? null },
    },
  ]);
}

export type IntegrityReport = {
  state: Integrity;
  /** Committed events that the seal has not reached, and how long the oldest waits. */
  unsealed: number;
  lagSeconds: number;
  /** The newest signed size, which has left the machine. */
  checkpoint: { size: bigint; at: Date } | null;
  verified: {
    at: Date;
    size: bigint;
    checkpoints: number;
    hasOutsideKey: boolean;
    outsideCheckpoints: number;
    problemCount: number;
    problems: LogProblem[];
  } | null;
  /** Whether the reader sees every fund: of a part, nobody can say that nothing is missing. */
  isWholeInSight: boolean;
  readAt: Date;
};

/** What can be said of the whole log now. */
export async function getIntegrity(tx: Tx): Promise<IntegrityReport> {
  const [pass] = await tx.sql<NonNullable<IntegrityReport["verified"]> & { startedAt: Date }>(
    `select finished_at as at, started_at as "startedAt", size, checkpoints, has_outside_key as "hasOutsideKey",
            outside_checkpoints as "outsideCheckpoints", problem_count as "problemCount", problems
       from audit_verification order by finished_at desc limit 1`,
  );
  const [checkpoint] = await tx.sql<{ size: bigint; at: Date }>(
    "select size, at from audit_checkpoint order by size desc limit 1",
  );
  const [waiting] = await tx.sql<{ count: number; lag: number | null }>(
    `select waiting as count, extract(epoch from $1::timestamptz - oldest)::float8 as lag from lastro.unsealed()`,
    [tx.at],
  );
  const lagSeconds = Math.max(waiting?.lag ?? 0, 0);
  const { startedAt, ...verified } = pass ?? { startedAt: null };
  return {
    state: integrityOf(
      {
        verifiedAt: pass?.at ?? null,
        problemCount: pass?.problemCount ?? 0,
        tookMs: pass && startedAt ? pass.at.getTime() - startedAt.getTime() : 0,
        lagSeconds,
      },
      tx.at,
    ),
    unsealed: waiting?.count ?? 0,
    lagSeconds,
    checkpoint: checkpoint ?? null,
    verified: pass ? (verified as IntegrityReport["verified"]) : null,
    isWholeInSight: tx.actor.funds === "all",
    readAt: tx.at,
  };
}
