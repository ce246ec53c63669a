import type { Tx } from "#server/kernel/context";
import { type Check, createCollector, type Finding, readCounts, runChecks } from "./checks";
import { recountAmounts } from "./recount-amounts";

/** 2. Every executed operation has one entry of the right amounts at a kept price, every entry one cause. */
export async function verifyExecutions(tx: Tx): Promise<Finding> {
  const found = createCollector();
  await runChecks(tx, checks, found);
  const recounted = await recountAmounts(tx, found);
  const contados = await readCounts(
    tx,
    `select count(*) filter (where kind = 'operation') as execucoes, count(*) filter (where kind = 'reversal') as estornos,
            count(*) filter (where kind in ('opening', 'contribution')) as aportes,
            (select count(*) from operation where state in ('EXECUTED', 'REVERSED')) as operacoes from ledger_entry`,
  );
  const { falhas, exemplos } = found;
  const nome = "Cada operação executada tem um só lançamento, do valor certo; cada lançamento, uma só causa";
  return { numero: 2, nome, contados: { ...contados, recalculadas: recounted }, falhas, exemplos };
}

const checks: readonly Check[] = [
  {
    rule: "operação executada e lançamento existem um para o outro",
    sql: `select coalesce(o.id, e.cause_id) as operacao, o.state as estado, count(e.id) as lancamentos
            from (select id, fund_id, state from operation where state in ('EXECUTED', 'REVERSED')) o
            full join (select id, fund_id, cause_id from ledger_entry where kind = 'operation') e on e.cause_id = o.id
           group by coalesce(o.id, e.cause_id), o.state
          having count(e.id) <> 1 or bool_or(o.id is null) or not bool_and(e.fund_id = o.fund_id)`,
  },
  {
    rule: "a abertura de um fundo tem o fundo por causa",
    sql: "select id as lancamento, fund_id as fundo from ledger_entry where kind = 'opening' and cause_id <> fund_id",
  },
  {
    rule: "cada lançamento tem uma só causa",
    sql: `select kind as tipo, cause_id as causa, count(*) as lancamentos from ledger_entry group by kind, cause_id having count(*) > 1`,
  },
  {
    rule: "operação estornada e estorno existem um para o outro",
    sql: `select coalesce(o.id, r.cause_id) as operacao, count(r.id) as estornos
            from (select id, fund_id from operation where state = 'REVERSED') o
            full join (
              select r.id, r.fund_id, r.cause_id,
                     x.kind = 'operation' and x.cause_id = r.cause_id and x.fund_id = r.fund_id as reverses_own
                from ledger_entry r left join ledger_entry x on x.id = r.reverses_id where r.kind = 'reversal'
            ) r on r.cause_id = o.id
           group by coalesce(o.id, r.cause_id)
          having count(r.id) <> 1 or bool_or(o.id is null) or not coalesce(bool_and(r.reverses_own), false)`,
  },
  {
    rule: "o estorno espelha as partidas do lançamento que desfaz",
    sql: `select x.reversal as estorno, p.account_id as conta, sum(p.amount_cents)::text as sobra_centavos
            from (select id as reversal, unnest(array[id, reverses_id]) as entry_id from ledger_entry where kind = 'reversal'
                  union all
                  select v.id, c.id from ledger_entry v join repricing_operation r on r.operation_id = v.cause_id
                    join ledger_entry c on c.kind = 'reprice' and c.cause_id = r.id where v.kind = 'reversal') x
            join posting p on p.entry_id = x.entry_id
           group by x.reversal, p.account_id having sum(p.amount_cents) <> 0`,
  },
  {
    rule: "o estorno devolve a quantidade que o lançamento moveu",
    sql: `select x.reversal as estorno, m.asset_code as ativo, sum(m.quantity) as sobra
            from (select id as reversal, unnest(array[id, reverses_id]) as entry_id from ledger_entry where kind = 'reversal') x
            join position_movement m on m.entry_id = x.entry_id
           group by x.reversal, m.asset_code having sum(m.quantity) <> 0`,
  },
  {
    rule: "a execução move a quantidade da operação, uma vez",
    sql: `select o.id as operacao, o.asset_code as ativo, count(m.entry_id) as movimentos, sum(m.quantity) as movida, min(o.quantity) as esperada
            from ledger_entry e join operation o on o.id = e.cause_id
            left join position_movement m on m.entry_id = e.id
           where e.kind = 'operation'
           group by o.id, o.asset_code
          having count(m.entry_id) <> 1 or not bool_and(m.asset_code = o.asset_code)
              or sum(m.quantity) <> min(case o.side when 'BUY' then o.quantity else -o.quantity end)`,
  },
  {
    rule: "cada correção de preço aplicada tem os seus lançamentos, e cada lançamento de correção, a sua",
    sql: `select coalesce(r.id, e.cause_id) as correcao, k.state as estado, e.id as lancamento
            from repricing_operation r join repricing k on k.id = r.repricing_id
            full join (select id, cause_id, fund_id from ledger_entry where kind = 'reprice') e on e.cause_id = r.id
           where r.id is null or coalesce(e.fund_id <> r.fund_id, false)
              or (e.id is not null) <> (k.state = 'APPLIED' and (r.from_gross_cents, r.from_tax_cents, r.from_total_cents)
                                                         is distinct from (r.to_gross_cents, r.to_tax_cents, r.to_total_cents))`,
  },
  {
    rule: "o preço executado é o de uma cotação guardada, do dia e do ativo, ou o que pessoas aprovaram",
    sql: `select o.id as operacao, o.unit_price as pu, q.unit_price as pu_cotacao, o.operation_on::text as data, q.price_on::text as data_cotacao
            from operation o join fund f on f.id = o.fund_id
            left join quote q on q.id = o.quote_id
            left join price_reading r on r.id = q.reading_id
           where o.state in ('EXECUTED', 'REVERSED') and (
                 r.id is null or (r.price_on, r.asset_class) <> (q.price_on, q.asset_class) or q.issues <> '{}'
              or (q.price_on, q.asset_code, q.asset_class) is distinct from (o.operation_on, o.asset_code, o.asset_class)
              or (o.unit_price is distinct from q.unit_price
                  and not (f.price_basis = 'informado' and coalesce(o.unit_price = o.informed_unit_price, false))))
             and not (coalesce(o.unit_price in (q.unit_price, o.informed_unit_price), false)
                      and exists (select 1 from review_item i where i.subject_id = o.id and i.state = 'DECIDED' and i.outcome = 'APPROVED'))`,
  },
];
