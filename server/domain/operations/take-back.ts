import { recordEvents } from "#server/domain/audit/index";
import { enqueue } from "#server/domain/jobs/index";
import {
  hashPostings,
  type LockedBook,
  lockBook,
  postEntries,
  readPositions,
} from "#server/domain/ledger/index";
import { withdrawReviews } from "#server/domain/review/index";
import { localDay } from "#server/kernel/business-day";
import type { Tx } from "#server/kernel/context";
import { newId } from "#server/kernel/id";
import { sqlArray } from "#server/kernel/sql-array";
import { executeOperationsJob } from "./jobs";
import { type NamedEntry, planReversals, type ReversalsPlan } from "./model/plan-reversal";

/** Operations of one transaction. */
export const takeBackBatch = 5_000;

export type TakenBack = { readonly operationId: string; readonly rowNo: number; readonly code: string };

export type TakeBackPage = {
  /** `CANCELLED` before it was executed, `REVERSED` after. */
  readonly reverted: readonly TakenBack[];
  /** Executed, and cannot be undone as things are; with what is lacking. */
  readonly refused: readonly TakenBack[];
  readonly hasMore: boolean;
  /** Where the next page begins; null at the first. */
  readonly after: bigint | null;
};

/** A whole upload, or some operations by their ids. */
type Which = { uploadId: string } | { operationIds: readonly string[] };

export type TakeBackInput = Which & {
  fundId: string;
  after: bigint | null;
  reason: string;
  requestedBy: string;
  /** What else each operation's event says. */
  told?: Readonly<Record<string, string>>;
};

/**
 * Takes back operations in one fund, set-based under the lock of the fund's books: executed ones are
 * undone, last first, each by its own entry; those of an upload that are pending are cancelled. A page a
 * transaction; going on after the last page and running twice change nothing.
 */
export async function takeBackOperations(tx: Tx, input: TakeBackInput): Promise<TakeBackPage> {
  const { fundId } = input;
  const book = await lockBook(tx, fundId);
  const cancelled = "uploadId" in input && input.after === null ? await cancelPending(tx, input) : [];
  if (cancelled.length === takeBackBatch)
    return { reverted: cancelled, refused: [], hasMore: true, after: null };
  const executed = await readExecuted(tx, input);
  const plan = await planIn(tx, book, executed);
  await writeReversals(tx, book, plan, executed, input);
  const rowOf = new Map(executed.map(({ operationId, rowNo }) => [operationId, rowNo]));
  const named = (operationId: string, code: string) => ({
    operationId,
    rowNo: rowOf.get(operationId) as number,
    code,
  });
  // Cash and positions moved: what waits in the fund may go on now.
  if (plan.reversed.length > 0) await enqueue(tx, executeOperationsJob, [{ fundId }]);
  return {
    reverted: [...cancelled, ...plan.reversed.map(({ operationId }) => named(operationId, "REVERSED"))],
    refused: plan.refused.map(({ operationId, code }) => named(operationId, code)),
    hasMore: executed.length === takeBackBatch,
    after: executed.at(-1)?.fundSeq ?? null,
  };
}

/**
 * What taking some operations back would come to as things are, without doing it: why each of those that
 * cannot be undone is kept, by its id. The fund's books are locked meanwhile.
 */
export async function forecastTakeBack(
  tx: Tx,
  input: { fundId: string; operationIds: readonly string[] },
): Promise<Map<string, string>> {
  const book = await lockBook(tx, input.fundId);
  const executed = await readExecuted(tx, { ...input, after: null }, input.operationIds.length);
  const plan = await planIn(tx, book, executed);
  return new Map(plan.refused.map(({ operationId, code }) => [operationId, code]));
}

async function planIn(tx: Tx, book: LockedBook, executed: readonly Executed[]): Promise<ReversalsPlan> {
  const positions = await readPositions(
    tx,
    book.fundId,
    executed.map(({ assetCode }) => assetCode),
  );
  const { CAIXA: cash, CARTEIRA: portfolio, TAXAS: taxes } = book.accounts;
  return planReversals({ fundSeq: book.fundSeq, accounts: { cash, portfolio, taxes }, positions }, executed, {
    at: book.at,
  });
}

/** Cancels a page of what waits of one upload in one fund, under the lock of the fund's books. */
export async function cancelPendingOperations(
  tx: Tx,
  input: { fundId: string; uploadId: string; reason: string; requestedBy: string },
): Promise<readonly TakenBack[]> {
  await lockBook(tx, input.fundId);
  return await cancelPending(tx, input);
}

async function cancelPending(
  tx: Tx,
  input: { fundId: string; uploadId: string; reason: string; requestedBy: string },
): Promise<TakenBack[]> {
  const { fundId, uploadId, reason, requestedBy } = input;
  const rows = await tx.sql<{ id: string; rowNo: number; waitReason: string }>(
    `with open as (
       select id, wait_reason from operation where upload_id = $1 and fund_id = $2 and state = 'PENDING' order by id limit $3 for update)
     update operation o set state = 'CANCELLED', wait_reason = null, next_attempt_at = null, taken_back_at = now()
       from open where o.id = open.id returning o.id, o.row_no as "rowNo", open.wait_reason as "waitReason"`,
    [uploadId, fundId, takeBackBatch],
  );
  await recordEvents(
    tx,
    rows.map(({ id, waitReason }) => ({
      action: "operation.cancel",
      subjectType: "operation",
      subjectId: id,
      fundId,
      before: { state: "PENDING", waitReason },
      after: { state: "CANCELLED", requestedBy },
      reason,
    })),
  );
  await withdrawReviews(
    tx,
    rows.map(({ id }) => id),
  );
  return rows.map(({ id, rowNo }) => ({ operationId: id, rowNo, code: "CANCELLED" }));
}

type Executed = NamedEntry & { rowNo: number; entryId: string; fundSeq: bigint };

/** Executed operations with what their entries posted, the last entry first. */
async function readExecuted(
  tx: Tx,
  input: Which & { fundId: string; after: bigint | null },
  most = takeBackBatch,
): Promise<Executed[]> {
  const [which, wanted] =
    "uploadId" in input
      ? ["o.upload_id = $1", input.uploadId]
      : ["o.id = any ($1::uuid[])", sqlArray(input.operationIds)];
  const rows = await tx.sql<Omit<Executed, "postings"> & { accounts: string[]; amounts: string[] }>(
    `select o.id as "operationId", o.row_no as "rowNo", o.side, o.asset_code as "assetCode", o.quantity::text, e.id as "entryId",
            e.fund_seq as "fundSeq", p.accounts, p.amounts
       from operation o join ledger_entry e on e.kind = 'operation' and e.cause_id = o.id
       cross join lateral (
         select array_agg(account_id::text order by account_id) as accounts, array_agg(amount::text order by account_id) as amounts
           from (select account_id, sum(amount_cents) as amount from posting
                  where account_id in (select id from account where fund_id = $2) and fund_seq = any (array(
                          select c.fund_seq from repricing_operation r join ledger_entry c on c.kind = 'reprice' and c.cause_id = r.id
                           where r.operation_id = o.id) || e.fund_seq)
                  group by account_id having sum(amount_cents) <> 0) s) p
      where ${which} and o.fund_id = $2 and o.state = 'EXECUTED' and ($3::bigint is null or e.fund_seq < $3)
      order by e.fund_seq desc limit $4 for update of o`,
    [wanted, input.fundId, input.after, most],
  );
  return rows.map(({ accounts, amounts, ...row }) => ({
    ...row,
    postings: accounts.map((accountId, index) => ({
      accountId,
      amountCents: BigInt(amounts[index] as string),
    })),
  }));
}

async function writeReversals(
  tx: Tx,
  book: LockedBook,
  plan: ReversalsPlan,
  executed: readonly Executed[],
  input: TakeBackInput,
): Promise<void> {
  const { reason, requestedBy, told } = input;
  if (plan.reversed.length === 0) return;
  const byId = new Map(executed.map((one) => [one.operationId, one]));
  const entries = plan.reversed.map(({ operationId, fundSeq }) => ({
    id: newId(),
    fundSeq,
    kind: "reversal" as const,
    causeId: operationId,
    reversesId: byId.get(operationId)?.entryId as string,
    effectiveOn: localDay(book.at),
  }));
  await postEntries(tx, book, { ...plan, entries });
  // Only a file taken back whole gives its operations' identifiers free.
  const freed = "uploadId" in input ? ", taken_back_at = now()" : "";
  await tx.sql(`update operation set state = 'REVERSED'${freed} where id = any ($1::uuid[])`, [
    sqlArray(plan.reversed.map(({ operationId }) => operationId)),
  ]);
  const postings: ReversalsPlan["postings"][number][][] = entries.map(() => []);
  for (const posting of plan.postings) postings[posting.entry]?.push(posting);
  await recordEvents(
    tx,
    plan.reversed.map(({ operationId }, index) => ({
      action: "operation.reverse",
      subjectType: "operation",
      subjectId: operationId,
      fundId: book.fundId,
      before: { state: "EXECUTED", entryId: byId.get(operationId)?.entryId ?? null },
      after: { state: "REVERSED", entryId: entries[index]?.id ?? null, requestedBy, ...told },
      reason,
      postingsHash: hashPostings(postings[index] ?? []),
    })),
  );
}
