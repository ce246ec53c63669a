import { createHash } from "node:crypto";
import type { z } from "zod";
import { recordEvents } from "#server/domain/audit/index";
import { listNamedOperations } from "#server/domain/audit/queries";
import { forecastTakeBack } from "#server/domain/operations/index";
import { fundScope } from "#server/kernel/actor";
import type { Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { groupBy } from "#server/kernel/group-by";
import { newId } from "#server/kernel/id";
import { sqlArray } from "#server/kernel/sql-array";
import type { previewReversalInput } from "./schemas";

/** A larger set is not looked at by anybody. */
const operationsMax = 20_000;

type Item = {
  operationId: string;
  fundId: string;
  state: string;
  amountCents: bigint | null;
  isOwn: boolean;
};

/**
 * Freezes the operations that a filter's events name and says, one by one, what undoing them all would
 * do as things are: undone, or kept and why. Nothing is undone, nor asked for, yet.
 * @throws DomainError `reversal.empty` when the events name no operation in scope, `reversal.too_many`
 */
export async function previewReversal(
  tx: Tx,
  { filter, inWords, reason }: z.infer<typeof previewReversalInput>,
): Promise<{ reversalId: string }> {
  const ids = await listNamedOperations(tx, filter, operationsMax);
  if (ids.length > operationsMax) throw new DomainError("reversal.too_many", { most: operationsMax });
  const items = await tx.sql<Item>(
    `select o.id as "operationId", o.fund_id as "fundId", o.state, o.total_cents as "amountCents",
            $2::uuid = any (lastro.review_authors('operation', o.id)) as "isOwn"
       from operation o where o.id = any ($1::uuid[]) and ($3::uuid[] is null or o.fund_id = any ($3)) order by o.id`,
    [sqlArray(ids), tx.actor.userId, fundScope(tx.actor)],
  );
  if (items.length === 0) throw new DomainError("reversal.empty");
  const kept = await forecast(tx, items);
  const reversalId = newId();
  await tx.sql(
    `insert into reversal (id, filter, in_words, item_count, reason, state, requested_by, previewed_at)
     values ($1, $2::jsonb, $3, $4, $5, 'PREVIEWED', $6, $7)`,
    [reversalId, JSON.stringify(filter), inWords, items.length, reason, tx.actor.userId, tx.at],
  );
  await tx.sql(
    `insert into reversal_item (reversal_id, operation_id, fund_id, amount_cents, forecast, forecast_code)
     select $1, operation, fund, amount, case when code is null then 'REVERSED' else 'KEPT' end, code
       from unnest($2::uuid[], $3::uuid[], $4::bigint[], $5::text[]) as i(operation, fund, amount, code)`,
    [
      reversalId,
      sqlArray(items.map((item) => item.operationId)),
      sqlArray(items.map((item) => item.fundId)),
      sqlArray(items.map((item) => item.amountCents)),
      sqlArray(items.map((item) => kept.get(item.operationId) ?? null)),
    ],
  );
  const set = createHash("sha256").update(items.map((item) => item.operationId).join("\n"));
  await recordEvents(tx, [
    {
      action: "reversal.preview",
      subjectType: "reversal",
      subjectId: reversalId,
      fundId: onlyFund(items),
      after: { count: items.length, kept: kept.size, setHash: set.digest("hex") },
      reason,
    },
  ]);
  return { reversalId };
}

/** Why each operation that would be kept is, by its id. */
async function forecast(tx: Tx, items: readonly Item[]): Promise<Map<string, string>> {
  const kept = new Map<string, string>();
  for (const { operationId, state, isOwn } of items) {
    if (state !== "EXECUTED")
      kept.set(operationId, state === "REVERSED" ? "ALREADY_REVERSED" : "NOT_EXECUTED");
    else if (isOwn) kept.set(operationId, "OWN");
  }
  const open = items.filter((item) => !kept.has(item.operationId));
  // Funds in the order of their ids, as whoever locks several books does.
  const byFund = [...groupBy(open, (item) => item.fundId)].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [fundId, ofFund] of byFund) {
    const operationIds = ofFund.map((item) => item.operationId);
    for (const [id, code] of await forecastTakeBack(tx, { fundId, operationIds })) kept.set(id, code);
  }
  return kept;
}

function onlyFund(items: readonly Item[]): string | null {
  const funds = new Set(items.map((item) => item.fundId));
  return funds.size === 1 ? ([...funds][0] ?? null) : null;
}
