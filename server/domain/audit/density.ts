import type { Tx } from "#server/kernel/context";
import { eventConditions, periodOf } from "./conditions";
import { countMax, matchingSeqs, scopeCondition } from "./list";
import { bucketsOf } from "./model/buckets";
import type { EventFilter } from "./schemas";

/** Events looked at where there are too many to count. */
const samples = 10_000;

export type Density = {
  from: Date;
  /** How long each stretch lasts, in seconds. */
  everyS: number;
  /** Events of each stretch, oldest first. */
  counts: number[];
  /** 1: each was counted. Otherwise one in so many was looked at, and the counts are estimates. */
  oneIn: number;
};

/**
 * How many matching events fell into each stretch of the filter's period, or of the whole log's time. Up
 * to {@link countMax} are counted; of more, events at even distances are looked at, which costs the same
 * however many there are. Null while there is no event at all.
 */
export async function readDensity(tx: Tx, filter: EventFilter): Promise<Density | null> {
  const [span] = await tx.sql<Span>(
    `select first_at as "firstAt", last_at as "lastAt", first_seq as "firstSeq", last_seq as "lastSeq" from lastro.event_span()`,
  );
  if (!span?.firstAt || !span.lastAt) return null;
  const { since, until } = periodOf(filter);
  const [first, last] = [
    later(since, span.firstAt),
    earlier(until && new Date(until.getTime() - 1), span.lastAt),
  ];
  const { from, everyS, count } = bucketsOf(first, last);
  const stretches = { from, everyS, count };
  const counted = await countEach(tx, filter, stretches);
  const sum = counted.reduce((all, one) => all + one, 0);
  if (sum <= countMax) return { from, everyS, counts: counted, oneIn: 1 };
  const { counts, oneIn } = await estimateEach(tx, filter, stretches, span);
  return { from, everyS, counts, oneIn };
}

type Span = { firstAt: Date | null; lastAt: Date | null; firstSeq: bigint; lastSeq: bigint };
type Stretches = { from: Date; everyS: number; count: number };

async function countEach(tx: Tx, filter: EventFilter, stretches: Stretches): Promise<number[]> {
  const { seqs, params } = await matchingSeqs(tx, filter, { cursor: null, limit: countMax + 1 });
  const rows = await tx.sql<{ bucket: number; count: number }>(
    `select ${bucketOf(params, stretches)} as bucket, count(*)::int as count
       from (select seq from (${seqs}) as s limit ${countMax + 1}) as p join audit_event e on e.seq = p.seq group by 1`,
    params,
  );
  return spread(rows, stretches.count);
}

async function estimateEach(
  tx: Tx,
  filter: EventFilter,
  stretches: Stretches,
  { firstSeq, lastSeq }: Span,
): Promise<{ counts: number[]; oneIn: number }> {
  const { where, params, after, before } = await eventConditions(tx, filter);
  const inScope = await scopeCondition(tx, filter, params);
  const [low, high] = [after < firstSeq ? firstSeq : after, before > lastSeq ? lastSeq : before];
  const oneIn = Math.max(1, Math.ceil(Number(high - low + 1n) / samples));
  const bind = (value: unknown) => `$${params.push(value)}`;
  const rows = await tx.sql<{ bucket: number; count: number }>(
    `select ${bucketOf(params, stretches)} as bucket, count(*)::int as count
       from generate_series(${bind(low)}::bigint, ${bind(high)}::bigint, ${bind(oneIn)}::bigint) as s(seq)
       join audit_event e on e.seq = s.seq where ${where} and ${inScope} group by 1`,
    params,
  );
  return { counts: spread(rows, stretches.count).map((count) => count * oneIn), oneIn };
}

function bucketOf(params: unknown[], { from, everyS }: Stretches): string {
  return `floor(extract(epoch from e.at - $${params.push(from)}::timestamptz) / $${params.push(everyS)}::int)::int`;
}

function spread(rows: readonly { bucket: number; count: number }[], count: number): number[] {
  const counts = Array.from({ length: count }, () => 0);
  for (const row of rows) if (counts[row.bucket] !== undefined) counts[row.bucket] = row.count;
  return counts;
}

function later(a: Date | null, b: Date): Date {
  return a && a > b ? a : b;
}

function earlier(a: Date | null, b: Date): Date {
  return a && a < b ? a : b;
}
