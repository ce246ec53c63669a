import { recordEvents } from "#server/domain/audit/index";
import { enqueue } from "#server/domain/jobs/index";
import { lockBook } from "#server/domain/ledger/index";
import { applyPricesJob, type PriceKey, readDayPrices, requestPrices } from "#server/domain/pricing/index";
import type { Decided, ItemOfSubject, ReviewSubject } from "#server/domain/review/index";
import type { Tx } from "#server/kernel/context";
import type { ErrorCode } from "#server/kernel/errors";
import { groupBy } from "#server/kernel/group-by";
import { newId } from "#server/kernel/id";
import { type AssetClass, assetClasses } from "#server/kernel/ports";
import { sqlArray } from "#server/kernel/sql-array";
import { decidePrice, type FundRules, readRules } from "./fund-rules";
import { executeOperationsJob, operationsSettledJob } from "./jobs";
import { readChange } from "./model/edit";
import { type Release, releaseOf, stillHolds } from "./model/release";

type Row = {
  id: string;
  fundId: string;
  uploadId: string;
  state: string;
  waitReason: string | null;
  assetRef: string;
  assetClass: AssetClass | null;
  operationOn: string;
  quantity: string;
  rate: string;
  informedUnitPrice: string | null;
  isEdited: boolean;
};

/** What approving, rejecting and editing mean for an operation that a person must decide. */
export const operationSubject: ReviewSubject = {
  async refusals(tx, items, verdict, change) {
    const operations = await readOperations(tx, items);
    const rules = await rulesOf(tx, operations.values());
    const refused = new Map<string, ErrorCode>();
    for (const item of items) {
      const operation = operations.get(item.subjectId);
      if (operation?.state !== "PENDING") refused.set(item.reviewItemId, "operation.not_pending");
      else if (verdict === "APPROVE" && !termsOf(item, operation, rules))
        refused.set(item.reviewItemId, "review.not_approvable");
      else if (verdict === "EDIT" && !readChange(change))
        refused.set(item.reviewItemId, "review.not_editable");
    }
    return refused;
  },

  async runAgain(tx, subjectIds) {
    const operations = await tx.sql<Pick<Row, "id" | "operationOn" | "assetClass">>(
      `update operation set wait_reason = 'AWAITING_PRICE', code = null, waiting_since = now()
        where id = any ($1::uuid[]) and state = 'PENDING' and wait_reason in ('IN_REVIEW', 'AWAITING_PRICE')
       returning id, operation_on::text as "operationOn", asset_class as "assetClass"`,
      [subjectIds],
    );
    // What has its price, and lacks cash or position, is tried again as it is.
    const covered = await tx.sql<{ fundId: string }>(
      `select distinct fund_id as "fundId" from operation
        where id = any ($1::uuid[]) and state = 'PENDING' and wait_reason in ('INSUFFICIENT_CASH', 'INSUFFICIENT_POSITION')`,
      [subjectIds],
    );
    await requestPrices(tx, operations.flatMap(keysOf), 0);
    await enqueue(tx, executeOperationsJob, covered);
    await enqueue(
      tx,
      applyPricesJob,
      operations.map(({ operationOn }) => ({ priceOn: operationOn })),
    );
  },

  async lock(tx, subjectIds) {
    // What waits for cash or position may be executed at any moment: only who holds its fund's book changes it.
    const funds = await tx.sql<{ fundId: string }>(
      `select distinct fund_id as "fundId" from operation
        where id = any ($1::uuid[]) and state = 'PENDING' and wait_reason in ('READY', 'INSUFFICIENT_CASH', 'INSUFFICIENT_POSITION')
        order by 1`,
      [subjectIds],
    );
    for (const { fundId } of funds) await lockBook(tx, fundId);
    await tx.sql("select 1 from operation where id = any ($1::uuid[]) order by id for no key update", [
      subjectIds,
    ]);
  },

  async apply(tx, items) {
    const operations = await readOperations(tx, items);
    const pending = items.filter((item) => operations.get(item.subjectId)?.state === "PENDING");
    const gone = items.filter((item) => !pending.includes(item)).map((item) => item.reviewItemId);
    const verdict = items[0]?.verdict;
    if (verdict === "REJECT") await reject(tx, pending, operations);
    if (verdict === "EDIT") await edit(tx, pending, operations);
    const fallen = verdict === "APPROVE" ? await release(tx, pending, operations) : [];
    return new Set([...gone, ...fallen]);
  },
};

async function readOperations(tx: Tx, items: readonly ItemOfSubject[]): Promise<Map<string, Row>> {
  const rows = await tx.sql<Row>(
    `select id, fund_id as "fundId", upload_id as "uploadId", state, wait_reason as "waitReason", asset_ref as "assetRef",
            asset_class as "assetClass", operation_on::text as "operationOn", quantity::text, rate::text,
            informed_unit_price::text as "informedUnitPrice",
            exists (select 1 from operation_edit e where e.operation_id = operation.id) as "isEdited"
       from operation where id = any ($1::uuid[])`,
    [items.map((item) => item.subjectId)],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

function rulesOf(tx: Tx, operations: Iterable<Row>): Promise<Map<string, FundRules>> {
  return readRules(
    tx,
    [...operations].map((operation) => operation.fundId),
  );
}

function termsOf(item: ItemOfSubject, operation: Row, rules: ReadonlyMap<string, FundRules>): Release | null {
  return releaseOf(item, operation, rules.get(operation.fundId)?.priceBasis ?? "anbima");
}

/** Lets go on what is approved as shown; what the machine now sees otherwise it judges again. */
async function release(
  tx: Tx,
  items: readonly Decided[],
  operations: ReadonlyMap<string, Row>,
): Promise<string[]> {
  const rules = await rulesOf(tx, operations.values());
  const going: (Release & { item: Decided; operation: Row })[] = [];
  const fallen: Decided[] = [];
  const byDay = groupBy(items, (item) => operations.get(item.subjectId)?.operationOn ?? "");
  for (const [day, ofDay] of byDay) {
    const prices = await readDayPrices(tx, day);
    for (const item of ofDay) {
      const operation = operations.get(item.subjectId) as Row;
      const now = decidePrice(tx, operation, rules.get(operation.fundId) as FundRules, prices);
      const isSame =
        now.kind === "review"
          ? stillHolds(item, now)
          : item.reason === "PRAZO_EXCEDIDO" && now.kind === "wait";
      const terms = isSame ? termsOf(item, operation, rules) : null;
      if (terms) going.push({ ...terms, item, operation });
      else fallen.push(item);
    }
  }
  await writeReleased(tx, going);
  await judgeAgain(
    tx,
    fallen.map((item) => operations.get(item.subjectId) as Row),
  );
  return fallen.map((item) => item.reviewItemId);
}

async function writeReleased(
  tx: Tx,
  going: readonly (Release & { item: Decided; operation: Row })[],
): Promise<void> {
  if (going.length === 0) return;
  await tx.sql(
    `update operation o
        set wait_reason = 'READY', code = null, next_attempt_at = null, attempts = 0, waiting_since = now(),
            quote_id = p.quote, unit_price = p.price, asset_code = p.code, asset_class = p.class
       from unnest($1::uuid[], $2::uuid[], $3::numeric[], $4::text[], $5::text[]) as p(id, quote, price, code, class)
      where o.id = p.id`,
    [
      going.map((one) => one.operation.id),
      sqlArray(going.map((one) => one.quoteId)),
      sqlArray(going.map((one) => one.unitPrice)),
      going.map((one) => one.assetCode),
      going.map((one) => one.assetClass),
    ],
  );
  await recordEvents(
    tx,
    going.map(({ item, operation, quoteId, unitPrice }) => ({
      action: "operation.release",
      subjectType: "operation",
      subjectId: operation.id,
      fundId: operation.fundId,
      before: { waitReason: operation.waitReason, code: item.reason },
      after: { reviewItemId: item.reviewItemId, quoteId, unitPrice },
    })),
  );
  await enqueue(
    tx,
    executeOperationsJob,
    going.map(({ operation }) => ({ fundId: operation.fundId })),
  );
}

async function judgeAgain(tx: Tx, operations: readonly Row[]): Promise<void> {
  if (operations.length === 0) return;
  await tx.sql(
    `update operation set wait_reason = 'AWAITING_PRICE', code = null, waiting_since = now() where id = any ($1::uuid[])`,
    [operations.map((operation) => operation.id)],
  );
  await enqueue(
    tx,
    applyPricesJob,
    operations.map(({ operationOn }) => ({ priceOn: operationOn })),
  );
}

async function reject(
  tx: Tx,
  items: readonly Decided[],
  operations: ReadonlyMap<string, Row>,
): Promise<void> {
  await tx.sql(
    `update operation set state = 'REJECTED', wait_reason = null, code = 'REJEITADA_NA_REVISAO', next_attempt_at = null
      where id = any ($1::uuid[]) and state = 'PENDING'`,
    [items.map((item) => item.subjectId)],
  );
  await recordEvents(
    tx,
    items.map((item) => ({
      action: "operation.reject",
      subjectType: "operation",
      subjectId: item.subjectId,
      fundId: item.fundId,
      before: { state: "PENDING", code: item.reason },
      after: { state: "REJECTED", reviewItemId: item.reviewItemId, reasonCode: item.reasonCode },
      ...(item.text ? { reason: item.text } : {}),
    })),
  );
  await enqueue(
    tx,
    operationsSettledJob,
    items.map((item) => ({ uploadId: operations.get(item.subjectId)?.uploadId as string })),
  );
}

/** Writes the new values, with who is now an author of them, and has the operation priced as if it had come so. */
async function edit(tx: Tx, items: readonly Decided[], operations: ReadonlyMap<string, Row>): Promise<void> {
  for (const item of items) {
    const before = operations.get(item.subjectId) as Row;
    const after = { ...before, ...readChange(item.change) };
    await tx.sql(
      `update operation
          set quantity = $2, rate = $3, asset_ref = $4, operation_on = $5, informed_unit_price = $6, asset_code = null,
              quote_id = null, unit_price = null, wait_reason = 'AWAITING_PRICE', code = null, waiting_since = now()
        where id = $1`,
      [
        item.subjectId,
        after.quantity,
        after.rate,
        after.assetRef,
        after.operationOn,
        after.informedUnitPrice,
      ],
    );
    const [old, now] = [valuesOf(before), valuesOf(after)];
    await tx.sql(
      `insert into operation_edit (id, operation_id, fund_id, review_item_id, before, after, edited_by, edited_at)
       values ($1, $2, $3, $4, $5::jsonb, $6::jsonb, $7, $8)`,
      [
        newId(),
        item.subjectId,
        before.fundId,
        item.reviewItemId,
        JSON.stringify(old),
        JSON.stringify(now),
        item.decidedBy,
        tx.at,
      ],
    );
    await recordEvents(tx, [
      {
        action: "operation.edit",
        subjectType: "operation",
        subjectId: item.subjectId,
        fundId: before.fundId,
        before: old,
        after: { ...now, reviewItemId: item.reviewItemId, editedBy: item.decidedBy },
        reason: item.text ?? item.reasonCode,
      },
    ]);
    await requestPrices(tx, keysOf(after));
    await enqueue(tx, applyPricesJob, [{ priceOn: after.operationOn }]);
  }
}

function keysOf({ assetClass, operationOn }: Pick<Row, "assetClass" | "operationOn">): PriceKey[] {
  return (assetClass ? [assetClass] : assetClasses).map((one) => ({ assetClass: one, priceOn: operationOn }));
}

function valuesOf({ quantity, rate, assetRef, operationOn, informedUnitPrice }: Row) {
  return { quantity, rate, assetRef, operationOn, informedUnitPrice };
}
