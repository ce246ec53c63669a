import { z } from "zod";
import { recordEvents } from "#server/domain/audit/index";
import { enqueue } from "#server/domain/jobs/index";
import {
  hashPostings,
  type LockedBook,
  lockBook,
  postEntries,
  readPositions,
} from "#server/domain/ledger/index";
import { seesFund } from "#server/kernel/actor";
import { localDay } from "#server/kernel/business-day";
import type { Ctx, Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { newId } from "#server/kernel/id";
import { executeOperationsJob } from "./jobs";
import { planReversal } from "./model/plan-reversal";

export const reverseOperationInput = z.strictObject({
  operationId: z.uuid(),
  reason: z.string().trim().min(10).max(1_000),
});

type Executed = {
  fundId: string;
  state: string;
  side: "BUY" | "SELL";
  assetCode: string;
  quantity: string;
  createdBy: string;
  entryId: string;
  fundSeq: bigint;
};

/**
 * Undoes an executed operation, with what corrected its price, by a new entry with the opposite postings; nothing is rewritten. Never
 * by who sent the file.
 * @throws DomainError `operation.not_found`, `operation.own_upload`, `operation.reversed`,
 * `operation.not_executed`, `ledger.below_floor` (details: what is missing)
 */
export async function reverseOperation(
  ctx: Ctx,
  input: z.infer<typeof reverseOperationInput>,
): Promise<{ entryId: string }> {
  const { operationId, reason } = reverseOperationInput.parse(input);
  return await ctx.transaction(async (tx) => {
    const operation = await readExecuted(tx, operationId);
    const book = await lockBook(tx, operation.fundId);
    const [locked] = await tx.sql<{ state: string }>("select state from operation where id = $1 for update", [
      operationId,
    ]);
    if (locked?.state === "REVERSED") throw new DomainError("operation.reversed", { operationId });
    if (locked?.state !== "EXECUTED")
      throw new DomainError("operation.not_executed", { operationId, state: locked?.state });
    const entryId = await post(tx, book, operationId, operation, reason);
    await enqueue(tx, executeOperationsJob, [{ fundId: operation.fundId }]);
    return { entryId };
  });
}

async function readExecuted(tx: Tx, operationId: string): Promise<Executed> {
  const [operation] = await tx.sql<Executed>(
    `select o.fund_id as "fundId", o.state, o.side, o.asset_code as "assetCode", o.quantity::text, o.created_by as "createdBy",
            e.id as "entryId", e.fund_seq as "fundSeq"
       from operation o left join ledger_entry e on e.kind = 'operation' and e.cause_id = o.id
      where o.id = $1`,
    [operationId],
  );
  if (!operation || !seesFund(tx.actor, operation.fundId))
    throw new DomainError("operation.not_found", { operationId });
  if (operation.createdBy === tx.actor.userId) throw new DomainError("operation.own_upload", { operationId });
  return operation;
}

async function post(
  tx: Tx,
  book: LockedBook,
  operationId: string,
  operation: Executed,
  reason: string,
): Promise<string> {
  const postings = await tx.sql<{ accountId: string; amountCents: bigint }>(
    `select p.account_id as "accountId", sum(p.amount_cents)::bigint as "amountCents" from posting p
      where p.account_id = any ($2) and p.fund_seq = any (array(
              select e.fund_seq from repricing_operation r join ledger_entry e on e.kind = 'reprice' and e.cause_id = r.id
               where r.operation_id = $3) || $1::bigint)
      group by p.account_id having sum(p.amount_cents) <> 0 order by p.account_id`,
    [operation.fundSeq, Object.values(book.accounts).map((a) => a.id), operationId],
  );
  const { CAIXA: cash, CARTEIRA: portfolio, TAXAS: taxes } = book.accounts;
  const positions = await readPositions(tx, book.fundId, [operation.assetCode]);
  const plan = planReversal(
    { fundSeq: book.fundSeq, accounts: { cash, portfolio, taxes }, positions },
    { ...operation, postings },
    { at: book.at },
  );
  if (plan.kind === "refused")
    throw new DomainError("ledger.below_floor", { code: plan.code, ...plan.evidence });
  const entry = {
    id: newId(),
    fundSeq: plan.fundSeq,
    kind: "reversal" as const,
    causeId: operationId,
    reversesId: operation.entryId,
    effectiveOn: localDay(book.at),
  };
  await postEntries(tx, book, { ...plan, entries: [entry] });
  await tx.sql("update operation set state = 'REVERSED' where id = $1", [operationId]);
  await recordEvents(tx, [
    {
      action: "operation.reverse",
      subjectType: "operation",
      subjectId: operationId,
      fundId: book.fundId,
      before: { state: "EXECUTED", entryId: operation.entryId },
      after: { state: "REVERSED", entryId: entry.id },
      reason,
      postingsHash: hashPostings(plan.postings),
    },
  ]);
  return entry.id;
}
