import { amountsOf, type Side } from "#server/domain/operations/index";
import type { Tx } from "#server/kernel/context";
import type { Rounding } from "#server/kernel/money";
import { type Collector, examplesMax } from "./checks";

const pageSize = 20_000;

type Posted = {
  operationId: string;
  fundSeq: bigint;
  side: Side;
  quantity: string;
  unitPrice: string | null;
  rate: string;
  grossCents: bigint | null;
  taxCents: bigint | null;
  totalCents: bigint | null;
  cash: bigint;
  portfolio: bigint;
  taxes: bigint;
  others: bigint;
};

/**
 * Computes every executed operation again, from quantity, unit price, rate and the fund's rounding, and
 * compares with the operation and with the postings of its entries, corrections of its price included.
 * @returns how many were computed
 */
export async function recountAmounts(tx: Tx, into: Collector): Promise<number> {
  const funds = await tx.sql<{ fundId: string; rounding: Rounding }>(
    `select id as "fundId", rounding from fund order by id`,
  );
  let count = 0;
  for (const { fundId, rounding } of funds) {
    let after: bigint | null = 0n;
    while (after !== null) {
      const page: Posted[] = await readPage(tx, fundId, after);
      const wrong = page.map((posted) => difference(posted, rounding)).filter((found) => found !== null);
      into.add(
        "os valores da operação, recalculados, são os do lançamento",
        wrong.length,
        wrong.slice(0, examplesMax),
      );
      count += page.length;
      after = page.length === pageSize ? (page.at(-1)?.fundSeq ?? null) : null;
    }
  }
  return count;
}

async function readPage(tx: Tx, fundId: string, after: bigint): Promise<Posted[]> {
  return await tx.sql<Posted>(
    `with entry as (
       select fund_seq, cause_id from ledger_entry
        where fund_id = $1 and fund_seq > $2 and kind = 'operation' order by fund_seq limit $3
     ), span as (
       select min(fund_seq) as lo, max(fund_seq) as hi from entry
     ), posted as (
       select p.fund_seq, a.code, p.amount_cents
         from span cross join account a
         join posting p on p.account_id = a.id and p.fund_seq between span.lo and span.hi
        where a.fund_id = $1
       union all
       select e.fund_seq, a.code, p.amount_cents
         from entry e join repricing_operation r on r.operation_id = e.cause_id
         join ledger_entry c on c.kind = 'reprice' and c.cause_id = r.id
         join posting p on p.fund_seq = c.fund_seq join account a on a.id = p.account_id and a.fund_id = $1
     )
     select o.id as "operationId", e.fund_seq as "fundSeq", o.side, o.quantity::text, o.unit_price::text as "unitPrice", o.rate::text,
            o.gross_cents as "grossCents", o.tax_cents as "taxCents", o.total_cents as "totalCents",
            coalesce(sum(p.amount_cents) filter (where p.code = 'CAIXA'), 0)::bigint as cash,
            coalesce(sum(p.amount_cents) filter (where p.code = 'CARTEIRA'), 0)::bigint as portfolio,
            coalesce(sum(p.amount_cents) filter (where p.code = 'TAXAS'), 0)::bigint as taxes,
            count(p.code) filter (where p.code not in ('CAIXA', 'CARTEIRA', 'TAXAS')) as others
       from entry e join operation o on o.id = e.cause_id left join posted p on p.fund_seq = e.fund_seq
      group by o.id, e.fund_seq
      order by e.fund_seq`,
    [fundId, after, pageSize],
  );
}

function difference(posted: Posted, rounding: Rounding): Record<string, unknown> | null {
  const { operationId, side, quantity, unitPrice, rate } = posted;
  if (unitPrice === null) return { operacao: operationId, encontrado: "sem preço" };
  const { grossCents, taxCents, totalCents } = amountsOf({ side, quantity, unitPrice, rate, rounding });
  const isBuy = side === "BUY";
  const isRight =
    posted.grossCents === grossCents &&
    posted.taxCents === taxCents &&
    posted.totalCents === totalCents &&
    posted.cash === (isBuy ? -totalCents : totalCents) &&
    posted.portfolio === (isBuy ? grossCents : -grossCents) &&
    posted.taxes === taxCents &&
    posted.others === 0n;
  if (isRight) return null;
  return {
    operacao: operationId,
    esperado: `bruto ${grossCents}, taxas ${taxCents}, total ${totalCents}`,
    operacao_tem: `bruto ${posted.grossCents}, taxas ${posted.taxCents}, total ${posted.totalCents}`,
    partidas_tem: `caixa ${posted.cash}, carteira ${posted.portfolio}, taxas ${posted.taxes}`,
  };
}
