import type { Tx } from "#server/kernel/context";
import { type Check, createCollector, type Finding, readCounts, runChecks } from "./checks";

/** 1. Entries add up to zero, balances and positions are the sums of what moved them, floors hold. */
export async function verifyLedger(tx: Tx): Promise<Finding> {
  const found = createCollector();
  await runChecks(tx, checks, found);
  const contados = await readCounts(
    tx,
    `select (select count(*) from ledger_entry) as lancamentos, p.partidas, p.soma_centavos,
            (select count(*) from account) as contas, (select count(*) from position_movement) as movimentos,
            (select count(*) from position) as posicoes
       from (select count(*) as partidas, coalesce(sum(amount_cents), 0)::text as soma_centavos from posting) as p`,
  );
  const { falhas, exemplos } = found;
  return {
    numero: 1,
    nome: "Lançamentos somam zero; saldos e posições são a soma do que os moveu",
    contados,
    falhas,
    exemplos,
  };
}

const checks: readonly Check[] = [
  {
    rule: "as partidas de um lançamento somam zero e são dele",
    sql: `select coalesce(e.id, p.entry_id) as lancamento, count(p.entry_id) as partidas,
                 coalesce(sum(p.amount_cents), 0)::text as soma_centavos
            from ledger_entry e full join posting p on p.entry_id = e.id
           group by coalesce(e.id, p.entry_id)
          having count(p.entry_id) < 2 or sum(p.amount_cents) <> 0 or bool_or(e.id is null)
              or not bool_and((p.fund_id, p.fund_seq, p.posted_at) = (e.fund_id, e.fund_seq, e.posted_at))`,
  },
  {
    rule: "o razão inteiro soma zero",
    sql: "select sum(amount_cents)::text as soma_centavos from posting having sum(amount_cents) <> 0",
  },
  {
    rule: "o saldo depois de cada partida é o anterior mais ela, e não passa do mínimo",
    sql: `select account_id as conta, fund_seq as sequencia, expected::text as esperado_centavos, balance_after_cents as encontrado_centavos
            from (select p.*, a.min_cents, a.fund_id as account_fund_id,
                         coalesce(lag(p.balance_after_cents) over (partition by p.account_id order by p.fund_seq), 0)::numeric
                           + p.amount_cents as expected
                    from posting p left join account a on a.id = p.account_id) as r
           where balance_after_cents <> expected or balance_after_cents < min_cents or account_fund_id is distinct from fund_id`,
  },
  {
    rule: "o saldo da conta é a soma das suas partidas e o último saldo escrito",
    sql: `select a.id as conta, a.code as codigo, a.balance_cents as saldo_centavos, coalesce(s.total, 0)::text as soma_centavos,
                 coalesce(l.balance_after_cents, 0) as ultimo_centavos
            from account a
            left join (select account_id, sum(amount_cents) as total from posting group by account_id) s on s.account_id = a.id
            left join lateral (select balance_after_cents from posting where account_id = a.id order by fund_seq desc limit 1) l on true
           where a.balance_cents <> coalesce(s.total, 0) or a.balance_cents <> coalesce(l.balance_after_cents, 0)
              or a.balance_cents < a.min_cents`,
  },
  {
    rule: "a quantidade depois de cada movimento é a anterior mais ele, e nunca negativa",
    sql: `select fund_id as fundo, asset_code as ativo, fund_seq as sequencia, expected as esperado, quantity_after as encontrado
            from (select m.*, coalesce(lag(m.quantity_after) over (partition by m.fund_id, m.asset_code order by m.fund_seq), 0)
                           + m.quantity as expected
                    from position_movement m) as r
           where quantity_after <> expected or quantity_after < 0`,
  },
  {
    rule: "a posição é a soma dos seus movimentos",
    sql: `select coalesce(p.fund_id, m.fund_id) as fundo, coalesce(p.asset_code, m.asset_code) as ativo, p.quantity as posicao, m.total as soma
            from position p full join (
              select fund_id, asset_code, sum(quantity) as total from position_movement group by fund_id, asset_code
            ) m on m.fund_id = p.fund_id and m.asset_code = p.asset_code
           where coalesce(p.quantity, 0) <> coalesce(m.total, 0) or p.quantity < 0`,
  },
  {
    rule: "cada movimento pertence a um lançamento do mesmo fundo",
    sql: `select m.entry_id as lancamento, m.fund_id as fundo, m.asset_code as ativo
            from position_movement m left join ledger_entry e on e.id = m.entry_id
           where e.id is null or (m.fund_id, m.fund_seq, m.posted_at) <> (e.fund_id, e.fund_seq, e.posted_at)`,
  },
  {
    rule: "a numeração de um fundo não tem lacunas",
    sql: `select coalesce(b.fund_id, s.fund_id) as fundo, b.last_seq as ultimo_anotado, s.first as primeiro, s.last as ultimo, s.entries as lancamentos
            from fund_book b full join (
              select fund_id, min(fund_seq) as first, max(fund_seq) as last, count(*) as entries from ledger_entry group by fund_id
            ) s on s.fund_id = b.fund_id
           where b.last_seq is distinct from coalesce(s.last, 0) or s.first <> 1 or s.entries <> s.last`,
  },
  {
    rule: "os instantes de um fundo seguem a sua numeração",
    sql: `select fund_id as fundo, fund_seq as sequencia, posted_at as em, before as anterior_em
            from (select fund_id, fund_seq, posted_at, lag(posted_at) over (partition by fund_id order by fund_seq) as before
                    from ledger_entry) as r
           where posted_at < before`,
  },
];
