import { type AuditEvent, recordEvents } from "#server/domain/audit/index";
import { enqueue } from "#server/domain/jobs/index";
import { hashPostings, type LockedBook, lockBook, postEntries } from "#server/domain/ledger/index";
import { applyPricesJob } from "#server/domain/pricing/index";
import type { Decided, ItemOfSubject, ReviewSubject } from "#server/domain/review/index";
import { localDay } from "#server/kernel/business-day";
import type { Tx } from "#server/kernel/context";
import type { ErrorCode } from "#server/kernel/errors";
import { newId } from "#server/kernel/id";
import { sqlArray } from "#server/kernel/sql-array";
import { executeOperationsJob } from "./jobs";
import type { Side } from "./model/amounts";
import type { PlannedPosting } from "./model/book";
import { planReprice, type RepricePlan } from "./model/plan-reprice";

type Frozen = {
  causeId: string;
  operationId: string;
  side: Side;
  quantity: string;
  rate: string;
  fromQuoteId: string;
  fromPrice: string;
  grossCents: bigint;
  taxCents: bigint;
  totalCents: bigint;
  toQuoteId: string;
  toPrice: string;
  /** Still executed, at the price and the values that were frozen. */
  holds: boolean;
};

/** What approving and rejecting mean for executed operations whose price was corrected. */
export const repricingSubject: ReviewSubject = {
  async refusals(tx, items, verdict) {
    const open = await readOpen(tx, items);
    const refused = new Map<string, ErrorCode>();
    for (const item of items) {
      if (!open.has(item.subjectId)) refused.set(item.reviewItemId, "review.decided");
      else if (verdict === "EDIT") refused.set(item.reviewItemId, "review.nothing_to_edit");
    }
    return refused;
  },

  async runAgain(tx, subjectIds) {
    await judgeAgain(tx, subjectIds);
  },

  // The books before their operations, fund by fund in one order.
  async lock(tx, subjectIds) {
    const funds = await tx.sql<{ fundId: string }>(
      `select distinct fund_id as "fundId" from repricing where id = any ($1::uuid[]) order by 1`,
      [subjectIds],
    );
    for (const { fundId } of funds) await lockBook(tx, fundId);
    await tx.sql("select 1 from repricing where id = any ($1::uuid[]) order by id for no key update", [
      subjectIds,
    ]);
  },

  async apply(tx, items) {
    const open = await readOpen(tx, items);
    const fallen = new Set<string>();
    for (const item of items) {
      if (!open.has(item.subjectId)) fallen.add(item.reviewItemId);
      else if (item.verdict === "REJECT") await keepPrices(tx, item);
      else if (!(await reprice(tx, item))) {
        fallen.add(item.reviewItemId);
        await close(tx, item.subjectId, "FALLEN");
        await judgeAgain(tx, [item.subjectId]);
      }
    }
    return fallen;
  },
};

async function readOpen(tx: Tx, items: readonly ItemOfSubject[]): Promise<Set<string>> {
  const rows = await tx.sql<{ id: string }>(
    "select id from repricing where id = any ($1::uuid[]) and state = 'OPEN'",
    [items.map((item) => item.subjectId)],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Freezes what is there now, if anything is still to be corrected. */
async function judgeAgain(tx: Tx, repricingIds: readonly string[]): Promise<void> {
  const days = await tx.sql<{ priceOn: string }>(
    `select distinct price_on::text as "priceOn" from repricing where id = any ($1::uuid[]) order by 1`,
    [repricingIds],
  );
  await enqueue(tx, applyPricesJob, days);
}

async function close(tx: Tx, repricingId: string, state: "APPLIED" | "KEPT" | "FALLEN"): Promise<void> {
  await tx.sql("update repricing set state = $2, closed_at = $3 where id = $1", [repricingId, state, tx.at]);
}

async function keepPrices(tx: Tx, item: Decided): Promise<void> {
  await close(tx, item.subjectId, "KEPT");
  await recordEvents(tx, [
    {
      action: "repricing.keep",
      subjectType: "repricing",
      subjectId: item.subjectId,
      fundId: item.fundId,
      after: { reviewItemId: item.reviewItemId, reasonCode: item.reasonCode },
      ...(item.text ? { reason: item.text } : {}),
    },
  ]);
}

/** @returns whether everything was as it was shown and could be posted; nothing is changed otherwise */
async function reprice(tx: Tx, item: Decided): Promise<boolean> {
  const book = await lockBook(tx, item.fundId as string);
  const frozen = await readFrozen(tx, item.subjectId);
  if (!frozen.every(({ holds }) => holds)) return false;
  const { CAIXA: cash, CARTEIRA: portfolio, TAXAS: taxes } = book.accounts;
  const plan = planReprice(
    { fundSeq: book.fundSeq, accounts: { cash, portfolio, taxes }, positions: new Map() },
    frozen.map((one) => ({ ...one, posted: one, unitPrice: one.toPrice })),
    { rounding: book.rounding, at: book.at },
  );
  if (plan.kind === "refused") return false;
  await write(tx, book, item, frozen, plan);
  return true;
}

async function readFrozen(tx: Tx, repricingId: string): Promise<Frozen[]> {
  return await tx.sql<Frozen>(
    `select r.id as "causeId", o.id as "operationId", o.side, o.quantity::text, o.rate::text, r.from_quote_id as "fromQuoteId",
            r.from_price::text as "fromPrice", r.from_gross_cents as "grossCents", r.from_tax_cents as "taxCents",
            r.from_total_cents as "totalCents", r.to_quote_id as "toQuoteId", r.to_price::text as "toPrice",
            o.state = 'EXECUTED' and o.quote_id = r.from_quote_id
              and (o.unit_price, o.gross_cents, o.tax_cents, o.total_cents)
                = (r.from_price, r.from_gross_cents, r.from_tax_cents, r.from_total_cents) as holds
       from repricing_operation r join operation o on o.id = r.operation_id
      where r.repricing_id = $1 order by o.id for no key update of o`,
    [repricingId],
  );
}

async function write(
  tx: Tx,
  book: LockedBook,
  item: Decided,
  frozen: readonly Frozen[],
  plan: RepricePlan & { kind: "planned" },
): Promise<void> {
  const byId = new Map(frozen.map((one) => [one.operationId, one]));
  const of = (operationId: string) => byId.get(operationId) as Frozen;
  const entries = plan.repriced.map(({ operationId, fundSeq }) => ({
    id: newId(),
    fundSeq,
    kind: "reprice" as const,
    causeId: of(operationId).causeId,
    effectiveOn: localDay(book.at),
  }));
  if (entries.length > 0) await postEntries(tx, book, { ...plan, movements: [], entries });
  await tx.sql(
    `update operation o set quote_id = r.to_quote_id, unit_price = r.to_price, gross_cents = r.to_gross_cents,
            tax_cents = r.to_tax_cents, total_cents = r.to_total_cents
       from repricing_operation r where r.repricing_id = $1 and o.id = r.operation_id and o.id = any ($2::uuid[])`,
    [item.subjectId, sqlArray(frozen.map(({ operationId }) => operationId))],
  );
  await close(tx, item.subjectId, "APPLIED");
  const postings: PlannedPosting[][] = entries.map(() => []);
  for (const posting of plan.postings) postings[posting.entry]?.push(posting);
  const changed = (operationId: string, entryId: string | null, totalCents: bigint): AuditEvent => {
    const { fromPrice, toPrice, fromQuoteId, toQuoteId, totalCents: before } = of(operationId);
    return {
      action: "operation.reprice",
      subjectType: "operation",
      subjectId: operationId,
      fundId: book.fundId,
      before: { unitPrice: fromPrice, totalCents: before, quoteId: fromQuoteId },
      after: {
        entryId,
        unitPrice: toPrice,
        totalCents,
        quoteId: toQuoteId,
        repricingId: item.subjectId,
        reviewItemId: item.reviewItemId,
      },
    };
  };
  await recordEvents(tx, [
    ...plan.repriced.map(({ operationId, totalCents }, index) => ({
      ...changed(operationId, entries[index]?.id ?? null, totalCents),
      postingsHash: hashPostings(postings[index] ?? []),
    })),
    ...plan.unchanged.map((operationId) => ({
      ...changed(operationId, null, of(operationId).totalCents),
      action: "operation.confirm_price" as const,
    })),
  ]);
  // Cash moved: what waits in the fund may go on now.
  await enqueue(tx, executeOperationsJob, [{ fundId: book.fundId }]);
}
