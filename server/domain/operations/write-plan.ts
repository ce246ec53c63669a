import { type AuditEvent, recordEvents } from "#server/domain/audit/index";
import { hashPostings, type LockedBook, postEntries } from "#server/domain/ledger/index";
import { openReviews, withdrawReviews } from "#server/domain/review/index";
import type { Tx } from "#server/kernel/context";
import { newId } from "#server/kernel/id";
import { sqlArray } from "#server/kernel/sql-array";
import type { ExecutableOperation, ExecutionPlan } from "./model/plan-execution";

/** Writes an execution plan: entries, operations, audit events and review items, in the caller's transaction. */
export async function writePlan(
  tx: Tx,
  book: LockedBook,
  plan: ExecutionPlan,
  operations: readonly ExecutableOperation[],
): Promise<void> {
  if (plan.executed.length > 0) await writeExecuted(tx, book, plan, operations);
  if (plan.stopped.length > 0) await writeStopped(tx, book, plan);
}

async function writeExecuted(
  tx: Tx,
  book: LockedBook,
  plan: ExecutionPlan,
  operations: readonly ExecutableOperation[],
): Promise<void> {
  const { executed } = plan;
  const entries = executed.map(({ operationId, fundSeq, operationOn }) => ({
    id: newId(),
    fundSeq,
    kind: "operation" as const,
    causeId: operationId,
    effectiveOn: operationOn,
  }));
  await postEntries(tx, book, { ...plan, entries });
  const ids = executed.map((e) => e.operationId);
  await tx.sql(
    `update operation o
        set state = 'EXECUTED', wait_reason = null, code = null, next_attempt_at = null, executed_at = $5,
            gross_cents = e.gross, tax_cents = e.tax, total_cents = e.total
       from unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[]) as e(id, gross, tax, total)
      where o.id = e.id and o.state = 'PENDING'`,
    [
      sqlArray(ids),
      sqlArray(executed.map((e) => e.grossCents)),
      sqlArray(executed.map((e) => e.taxCents)),
      sqlArray(executed.map((e) => e.totalCents)),
      book.at,
    ],
  );
  await recordEvents(tx, executionEvents(book.fundId, plan, entries, operations));
  await withdrawReviews(tx, ids);
}

function executionEvents(
  fundId: string,
  plan: ExecutionPlan,
  entries: readonly { id: string }[],
  operations: readonly ExecutableOperation[],
): AuditEvent[] {
  const byId = new Map(operations.map((operation) => [operation.id, operation]));
  const postings: ExecutionPlan["postings"][number][][] = plan.executed.map(() => []);
  for (const posting of plan.postings) postings[posting.entry]?.push(posting);
  return plan.executed.map((executed, index) => ({
    action: "operation.execute",
    subjectType: "operation",
    subjectId: executed.operationId,
    fundId,
    before: { state: "PENDING" },
    after: {
      entryId: entries[index]?.id ?? null,
      state: "EXECUTED",
      totalCents: executed.totalCents,
      unitPrice: byId.get(executed.operationId)?.unitPrice ?? null,
    },
    postingsHash: hashPostings(postings[index] ?? []),
  }));
}

async function writeStopped(tx: Tx, book: LockedBook, plan: ExecutionPlan): Promise<void> {
  const { stopped } = plan;
  await tx.sql(
    `update operation o
        set wait_reason = s.reason, code = s.code, attempts = o.attempts + 1, next_attempt_at = null,
            waiting_since = case when o.wait_reason = s.reason then o.waiting_since else $4::timestamptz end
       from unnest($1::uuid[], $2::text[], $3::text[]) as s(id, reason, code)
      where o.id = s.id and o.state = 'PENDING' and (o.wait_reason, o.code) is distinct from (s.reason, s.code)`,
    [
      stopped.map((s) => s.operationId),
      stopped.map((s) => s.waitReason),
      stopped.map((s) => s.code),
      book.at,
    ],
  );
  await openReviews(
    tx,
    stopped
      .filter((s) => s.waitReason === "IN_REVIEW")
      .map((s) => ({
        subjectType: "operation",
        subjectId: s.operationId,
        fundId: book.fundId,
        reason: s.code,
        evidence: s.evidence,
        amountCents: s.evidence.grossCents ? BigInt(s.evidence.grossCents) : null,
      })),
  );
}
