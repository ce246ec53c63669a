import { getEngine } from "#server/domain/flags/index";
import { enqueue } from "#server/domain/jobs/index";
import { lockBook, readPositions } from "#server/domain/ledger/index";
import type { Ctx, Tx } from "#server/kernel/context";
import { operationsSettledJob } from "./jobs";
import { type ExecutableOperation, type ExecutionPlan, planExecution } from "./model/plan-execution";
import { writePlan } from "./write-plan";

const settleLaterMs = 1_000;

/** Operations of one transaction: the whole of a set, or a single one in the legacy shape. */
const batchSize = { conjunto: 5_000, linha: 1 } as const;

type Candidate = ExecutableOperation & { uploadId: string; waitReason: string };
type Place = Pick<Candidate, "operationOn" | "side" | "uploadOrdinal" | "rowNo">;

/**
 * Executes everything of one fund that is ready or waits for cash or position, in order: operation
 * date, sells before buys, upload, line. Each transaction locks the fund's books once, decides in
 * memory and writes set-based; each operation is all or nothing. Running twice executes nothing twice.
 */
export async function executeOperations(ctx: Ctx, { fundId }: { fundId: string }): Promise<void> {
  const size = batchSize[await ctx.transaction((tx) => getEngine(tx, fundId))];
  let pass: Pass;
  do {
    pass = { after: null, executed: 0, stopped: 0, uploadIds: [] };
    do {
      const soFar: Pass = pass;
      const batch: Pass = await ctx.transaction((tx) => executeBatch(tx, fundId, size, soFar));
      pass = {
        after: batch.after,
        executed: soFar.executed + batch.executed,
        stopped: soFar.stopped + batch.stopped,
        uploadIds: [...new Set([...soFar.uploadIds, ...batch.uploadIds])],
      };
    } while (pass.after);
    // What was executed may have brought the cash or the position that an earlier one waits for.
  } while (pass.executed > 0 && pass.stopped > 0);
}

/** `after` is where the next batch begins, or null when the last one was reached. */
type Pass = { after: Place | null; executed: number; stopped: number; uploadIds: readonly string[] };

async function executeBatch(tx: Tx, fundId: string, size: number, soFar: Pass): Promise<Pass> {
  const { after, uploadIds: touched } = soFar;
  const book = await lockBook(tx, fundId);
  const operations = await readCandidates(tx, fundId, after, size);
  const last = operations.at(-1);
  if (!last) {
    await settle(tx, touched, 0);
    return { after: null, executed: 0, stopped: 0, uploadIds: [] };
  }
  const { CAIXA: cash, CARTEIRA: portfolio, TAXAS: taxes } = book.accounts;
  const positions = await readPositions(
    tx,
    fundId,
    operations.map((o) => o.assetCode),
  );
  const plan = planExecution(
    { fundSeq: book.fundSeq, accounts: { cash, portfolio, taxes }, positions },
    operations,
    { rounding: book.rounding, at: book.at },
  );
  await writePlan(tx, book, plan, operations);
  const isLast = operations.length < size;
  const uploadIds = uploadsMoved(operations, plan);
  await settle(tx, isLast ? [...touched, ...uploadIds] : uploadIds, isLast ? 0 : settleLaterMs);
  return {
    after: isLast ? null : last,
    uploadIds,
    executed: plan.executed.length,
    stopped: plan.stopped.filter((s) => s.waitReason !== "IN_REVIEW").length,
  };
}

/** Files whose operations moved on; while a pass goes on, they are looked at now and then, not each time. */
async function settle(tx: Tx, uploadIds: readonly string[], delayMs: number): Promise<void> {
  await enqueue(
    tx,
    operationsSettledJob,
    uploadIds.map((uploadId) => ({ uploadId })),
    { dueAt: () => new Date(tx.at.getTime() + delayMs) },
  );
}

/** Files of which some operation was executed or stopped anew: one that waits on as before moves nothing. */
function uploadsMoved(operations: readonly Candidate[], plan: ExecutionPlan): string[] {
  const executed = new Set(plan.executed.map((e) => e.operationId));
  const stopped = new Map(plan.stopped.map((s) => [s.operationId, s.waitReason]));
  const moved = operations.filter((o) => executed.has(o.id) || stopped.get(o.id) !== o.waitReason);
  return [...new Set(moved.map((o) => o.uploadId))];
}

async function readCandidates(
  tx: Tx,
  fundId: string,
  after: Place | null,
  limit: number,
): Promise<Candidate[]> {
  const place = after ? [after.operationOn, after.side, after.uploadOrdinal, after.rowNo] : [];
  return await tx.sql<Candidate>(
    `select id, side, asset_code as "assetCode", quantity::text, unit_price::text as "unitPrice", rate::text,
            operation_on::text as "operationOn", upload_ordinal as "uploadOrdinal", row_no as "rowNo", upload_id as "uploadId",
            wait_reason as "waitReason"
       from operation
      where fund_id = $1 and state = 'PENDING' and wait_reason in ('READY', 'INSUFFICIENT_CASH', 'INSUFFICIENT_POSITION')
        ${after ? `and operation_on >= $3 and (operation_on > $3 or (operation_on = $3 and (side < $4 or (side = $4 and (upload_ordinal, row_no) > ($5::bigint, $6::int)))))` : ""}
      order by operation_on, side desc, upload_ordinal, row_no
      limit $2`,
    [fundId, limit, ...place],
  );
}
