import { fundScope } from "#server/kernel/actor";
import type { Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { decodeCursor, encodeCursor, type Page, pageSize, toPage } from "#server/kernel/page";
import { namedFunds, operationConditions } from "./conditions";
import { operationStates } from "./model/operation";
import type { OperationFilter, OperationOrder, OperationSort, OperationState, WaitReason } from "./schemas";

export type OperationRow = {
  operationId: string;
  externalId: string;
  fundCode: string;
  side: "BUY" | "SELL";
  assetRef: string;
  assetCode: string | null;
  assetClass: string | null;
  quantity: string;
  rate: string;
  operationOn: string;
  state: OperationState;
  waitReason: WaitReason | null;
  code: string | null;
  attempts: number;
  nextAttemptAt: Date | null;
  informedUnitPrice: string | null;
  unitPrice: string | null;
  totalCents: bigint | null;
  createdAt: Date;
  executedAt: Date | null;
};

export const operationColumns = `o.id as "operationId", o.external_id as "externalId", f.code as "fundCode", o.side, o.asset_ref as "assetRef",
  o.asset_code as "assetCode", o.asset_class as "assetClass", trim_scale(o.quantity)::text as quantity,
  trim_scale(o.rate)::text as rate, o.operation_on::text as "operationOn", o.state, o.wait_reason as "waitReason", o.code, o.attempts,
  o.next_attempt_at as "nextAttemptAt", o.informed_unit_price::text as "informedUnitPrice", o.unit_price::text as "unitPrice",
  o.total_cents as "totalCents", o.created_at as "createdAt", o.executed_at as "executedAt"`;

/** A stretch of an order: what it goes by, and which operations it is of where it is not of all. */
type Stretch = { key: string; type: string; when?: string; states?: readonly OperationState[] };

/**
 * Each stretch is an index of every fund. What has no total comes after what has, by day. The states that
 * a stretch can hold are said, as no statistics tell that a pending operation never has a total.
 */
const stretches: Record<Exclude<OperationSort, "arrival">, readonly Stretch[]> = {
  day: [{ key: "o.operation_on", type: "date" }],
  total: [
    {
      key: "o.total_cents",
      type: "bigint",
      when: "o.total_cents is not null",
      states: ["EXECUTED", "REVERSED"],
    },
    {
      key: "o.operation_on",
      type: "date",
      when: "o.total_cents is null",
      states: ["PENDING", "REJECTED", "CANCELLED"],
    },
  ],
};
const newestFirst: OperationOrder = { by: "arrival", direction: "desc" };

export type OperationListInput = OperationFilter & {
  order?: OperationOrder | null;
  cursor?: string | null;
  limit?: number;
  /** What comes before the cursor instead, the nearest first. */
  isBackwards?: boolean;
};

/**
 * Operations of the actor's funds in an order, a page from where the last one ended. Each fund is read
 * by its own index and the beginnings are merged, so that an answer costs the same for whoever sees one
 * fund as for whoever sees all.
 * @throws DomainError `input.invalid` when the cursor is of another order
 */
export async function listOperations(tx: Tx, input: OperationListInput): Promise<Page<OperationRow>> {
  const { by } = input.order ?? newestFirst;
  const direction = readingDirection(input);
  const limit = input.limit ?? pageSize;
  if (by === "arrival") return await listByArrival(tx, input, direction, limit);
  const { ids, params } = await mergedIds(tx, input, { by, direction }, limit + 1);
  const keys = stretches[by].map((_, index) => `p.key${index}`);
  const stretch = input.isBackwards ? "p.stretch desc" : "p.stretch";
  const order = [stretch, ...[...keys, "p.id"].map((key) => `${key} ${direction}`)].join(", ");
  const rows = await tx.sql<OperationRow & { stretch: number; key: string }>(
    `select ${operationColumns}, p.stretch, coalesce(${keys.map((key) => `${key}::text`).join(", ")}) as key
       from (${ids} order by ${order} limit ${limit + 1}) as p
       join operation o on o.id = p.id join fund f on f.id = o.fund_id
      order by ${order}`,
    params,
  );
  const { items, nextCursor } = toPage(rows, limit, (row) => [row.stretch, row.key, row.operationId]);
  return { items: items.map(({ stretch: _, key: __, ...row }) => row), nextCursor };
}

/** Where an operation stands in an order: the cursor that a list goes on from behind it. */
export function cursorOf(
  { operationId, operationOn, totalCents }: Pick<OperationRow, "operationId" | "operationOn" | "totalCents">,
  order: OperationOrder,
): string {
  if (order.by === "arrival") return encodeCursor(operationId);
  if (order.by === "day") return encodeCursor(0, operationOn, operationId);
  return totalCents === null
    ? encodeCursor(1, operationOn, operationId)
    : encodeCursor(0, totalCents, operationId);
}

function readingDirection({ order, isBackwards = false }: OperationListInput): "asc" | "desc" {
  const { direction } = order ?? newestFirst;
  return isBackwards === (direction === "desc") ? "asc" : "desc";
}

async function mergedIds(
  tx: Tx,
  input: OperationListInput,
  { by, direction }: { by: Exclude<OperationSort, "arrival">; direction: "asc" | "desc" },
  limit: number,
): Promise<{ ids: string; params: unknown[] }> {
  const all = stretches[by];
  const { where, params } = await operationConditions(tx, input, { byFund: true });
  const bind = (value: unknown) => `$${params.push(value)}`;
  const after = readCursor(input.cursor, all);
  const wanted = wantedStates(input);
  const parts = all.flatMap(({ key, when, states }, index) => {
    if (after && (input.isBackwards ? index > after.stretch : index < after.stretch)) return [];
    if (states && !states.some((state) => wanted.has(state))) return [];
    const start =
      after?.stretch === index
        ? `and (${key}, o.id) ${direction === "desc" ? "<" : ">"} (${bind(after.key)}::${all[index]!.type}, ${bind(after.id)}::uuid)`
        : "";
    const keys = all.map((one, place) => `${place === index ? key : `null::${one.type}`} as key${place}`);
    return [
      `(select o.id, ${index} as stretch, ${keys.join(", ")} from operation o
         where o.fund_id = s.fund_id and ${when ?? "true"} and ${where} ${start}
         order by ${key} ${direction}, o.id ${direction} limit ${limit})`,
    ];
  });
  // Each stretch begins where the one before ended, and is not read when that one filled the page.
  if (input.isBackwards) parts.reverse();
  const ids = `select p.* from (${fundsOf(tx, input, bind)}) as s(fund_id)
    cross join lateral (select * from (${parts.join(" union all ") || none(all)}) as u limit ${limit}) as p`;
  return { ids, params };
}

/** No rows, of the same columns. */
function none(all: readonly Stretch[]): string {
  const keys = all.map(({ type }, index) => `null::${type} as key${index}`);
  return `select null::uuid as id, 0 as stretch, ${keys.join(", ")} where false`;
}

/** States that a filter leaves possible. */
function wantedStates({ states, waitReasons, standings }: OperationFilter): ReadonlySet<OperationState> {
  let left: readonly OperationState[] = operationStates;
  const keep = (some: readonly string[]) => {
    left = left.filter((state) => some.includes(state));
  };
  if (states?.length) keep(states);
  if (waitReasons?.length) keep(["PENDING"]);
  if (standings?.length)
    keep(standings.map((one) => (operationStates.some((state) => state === one) ? one : "PENDING")));
  return new Set(left);
}

async function listByArrival(
  tx: Tx,
  input: OperationListInput,
  direction: "asc" | "desc",
  limit: number,
): Promise<Page<OperationRow>> {
  const after = decodeCursor(input.cursor, 1);
  const { where, params } = await operationConditions(tx, input);
  if (after && !isUuid(after[0])) throw new DomainError("input.invalid", { field: "cursor" });
  const start = after ? `and o.id ${direction === "desc" ? "<" : ">"} $${params.push(after[0])}::uuid` : "";
  const rows = await tx.sql<OperationRow>(
    `select ${operationColumns} from operation o join fund f on f.id = o.fund_id
      where ${where} ${start} order by o.id ${direction} limit ${limit + 1}`,
    params,
  );
  return toPage(rows, limit, (row) => [row.operationId]);
}

const shapes: Record<string, RegExp> = {
  date: /^\d{4}-\d{2}-\d{2}$/,
  bigint: /^\d{1,18}$/,
};

function readCursor(cursor: string | null | undefined, all: readonly Stretch[]) {
  const parts = decodeCursor(cursor, 3);
  if (!parts) return null;
  const [stretch = "", key = "", id = ""] = parts;
  const { type } = all[Number(stretch)] ?? {};
  if (!type || !shapes[type]?.test(key) || !isUuid(id))
    throw new DomainError("input.invalid", { field: "cursor" });
  return { stretch: Number(stretch), key, id };
}

function isUuid(text: string | undefined): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text ?? "");
}

/** The funds to go through: those in scope, or those of them that the filter names. */
function fundsOf(tx: Tx, filter: OperationFilter, bind: (value: unknown) => string): string {
  const scope = fundScope(tx.actor);
  const codes = namedFunds(filter);
  const parts: string[] = [];
  if (scope) parts.push(`id = any (${bind(scope)}::uuid[])`);
  if (codes) parts.push(`code = any (${bind(codes)}::text[])`);
  return `select id from fund ${parts.length > 0 ? `where ${parts.join(" and ")}` : ""}`;
}
