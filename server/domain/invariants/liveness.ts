import type { Tx } from "#server/kernel/context";
import { type Check, createCollector, type Finding, readCounts, runChecks } from "./checks";

/** 4. Everything unfinished has a live job, an open review item, or a next attempt in the future. */
export async function verifyLiveness(tx: Tx, graceS: number): Promise<Finding> {
  const found = createCollector();
  await runChecks(
    tx,
    checks.map(({ rule, sql }) => ({ rule, sql, params: sql.includes("$1") ? [graceS] : [] })),
    found,
  );
  const contados = await readCounts(
    tx,
    `select (select count(*) from operation where state = 'PENDING') as operacoes_pendentes,
            (select count(*) from upload where state in ('SPLITTING', 'STAGING', 'ACCEPTING', 'PROCESSING', 'STOPPING')) as arquivos_em_processamento,
            (select count(*) from price_request where state = 'WAITING') as listas_pedidas,
            (select count(*) from notification where state in ('PENDING', 'SENDING')) as avisos_por_enviar,
            (select count(*) from review_item where state = 'OPEN') as revisoes_abertas,
            (select count(*) from job where state in ('waiting', 'claimed')) as trabalhos_vivos,
            (select count(*) from job where state = 'stopped') as trabalhos_parados`,
  );
  const { falhas, exemplos } = found;
  const nome = "Tudo o que não terminou tem um trabalho vivo, uma revisão aberta ou uma próxima tentativa";
  return { numero: 4, nome, contados, falhas, exemplos };
}

const live = "j.state in ('waiting', 'claimed')";
const openReview = "exists (select 1 from review_item r where r.subject_id = o.id and r.state = 'OPEN')";
/** Somebody will look at the prices of the operation's day: its lists, those before it, or their use. */
const pricesAreComing = `exists (
    select 1 from job j where ${live} and j.name = 'pricing.apply' and j.key = o.operation_on::text)
  or exists (
    select 1 from price_request p join job j on j.name = 'pricing.fetch' and j.key = p.asset_class || ':' || p.price_on and ${live}
     where p.price_on between o.operation_on - 10 and o.operation_on)`;
/** Days are few and operations many: the jobs are looked for once a day. */
const days = `(select operation_on, wait_reason from operation
  where state = 'PENDING' and wait_reason in ('AWAITING_PRICE', 'AWAITING_PUBLICATION') group by operation_on, wait_reason)`;

const checks: readonly Check[] = [
  {
    rule: "arquivo em processamento tem quem o leve adiante",
    sql: `select u.id as importacao, u.state as estado from upload u
           where (u.state = 'STAGING' and u.staged_at < now() - $1 * interval '1 second'
                  and not exists (select 1 from job j where j.subject_id = u.id and j.name = 'imports.preview' and ${live}))
              or (u.state = 'SPLITTING' and coalesce(u.confirmed_at, u.created_at) < now() - $1 * interval '1 second'
                  and not exists (select 1 from job j where j.subject_id = u.id and j.name = 'imports.split' and ${live}))
              or (u.state = 'ACCEPTING' and u.staged_at < now() - $1 * interval '1 second'
                  and not exists (select 1 from job j where j.subject_id = u.id and j.name = 'imports.accept' and ${live}))
              or (u.state = 'STOPPING' and u.cancelled_at < now() - $1 * interval '1 second'
                  and not exists (select 1 from job j where j.subject_id = u.id and j.name = 'imports.stop' and ${live}))
              or (u.state = 'PROCESSING' and u.accepted_at < now() - $1 * interval '1 second'
                  and not exists (select 1 from job j where j.subject_id = u.id and j.name in ('imports.finish', 'operations.settled') and ${live})
                  and not exists (select 1 from operation o where o.upload_id = u.id and o.state = 'PENDING'
                                     and o.wait_reason in ('AWAITING_PRICE', 'READY') and not ${openReview}))`,
  },
  {
    rule: "importação que está sendo desfeita tem o seu trabalho",
    sql: `select r.upload_id as importacao, r.requested_at as desde from upload_reversal r
           where r.state = 'RUNNING' and r.requested_at < now() - $1 * interval '1 second'
             and not exists (select 1 from job j where j.name = 'imports.revert' and j.key = r.id::text and ${live})`,
  },
  {
    rule: "parte de arquivo por ler tem o seu trabalho",
    sql: `select c.upload_id as importacao, c.chunk_no as parte from upload_chunk c join upload u on u.id = c.upload_id
           where u.state = 'STAGING' and c.staged_at is null and coalesce(u.confirmed_at, u.created_at) < now() - $1 * interval '1 second'
             and not exists (select 1 from job j where j.name = 'imports.stage' and j.key = c.upload_id || ':' || c.chunk_no and ${live})`,
  },
  {
    rule: "operação sem preço tem lista por vir, ou uma pessoa",
    sql: `with forgotten as (select o.operation_on from ${days} o where o.wait_reason = 'AWAITING_PRICE' and not (${pricesAreComing}))
          select o.id as operacao, o.operation_on::text as data, o.code as codigo from operation o join forgotten d on d.operation_on = o.operation_on
           where o.state = 'PENDING' and o.wait_reason = 'AWAITING_PRICE' and not ${openReview}
             and o.waiting_since < now() - $1 * interval '1 second'`,
  },
  {
    rule: "operação que espera publicação tem a próxima tentativa marcada",
    sql: `with forgotten as (select o.operation_on from ${days} o where o.wait_reason = 'AWAITING_PUBLICATION' and not (${pricesAreComing}))
          select o.id as operacao, o.operation_on::text as data, o.next_attempt_at as proxima from operation o
           where o.state = 'PENDING' and o.wait_reason = 'AWAITING_PUBLICATION'
             and (o.next_attempt_at is null
                  or (o.next_attempt_at < now() - $1 * interval '1 second' and o.operation_on in (select operation_on from forgotten)))`,
  },
  {
    rule: "operação pronta tem execução a caminho",
    sql: `select o.id as operacao, o.fund_id as fundo, o.waiting_since as desde from operation o
           where o.state = 'PENDING' and o.wait_reason = 'READY' and o.waiting_since < now() - $1 * interval '1 second'
             and o.fund_id not in (
               select (j.payload ->> 'fundId')::uuid from job j
                where j.name in ('operations.execute', 'ledger.fundsArrived') and ${live})`,
  },
  {
    rule: "operação em revisão tem um item aberto",
    sql: `select o.id as operacao, o.code as codigo from operation o
           where o.state = 'PENDING' and o.wait_reason = 'IN_REVIEW' and not ${openReview}`,
  },
  {
    rule: "item de revisão aberto é de operação que ainda espera",
    sql: `select r.id as revisao, r.subject_id as operacao, r.reason as motivo, o.state as estado
            from review_item r left join operation o on o.id = r.subject_id
           where r.state = 'OPEN' and r.subject_type = 'operation' and (o.id is null or o.state <> 'PENDING')`,
  },
  {
    rule: "lista pedida tem quem a busque",
    sql: `select p.asset_class as classe, p.price_on::text as data from price_request p
           where p.state = 'WAITING' and coalesce(p.next_attempt_at, '-infinity') < now() - $1 * interval '1 second'
             and not exists (select 1 from job j where j.name = 'pricing.fetch' and j.key = p.asset_class || ':' || p.price_on and ${live})`,
  },
  {
    rule: "aviso por enviar tem o seu trabalho",
    sql: `select n.id as aviso, n.kind as tipo, n.state as estado from notification n
           where n.state in ('PENDING', 'SENDING') and n.created_at < now() - $1 * interval '1 second'
             and not exists (select 1 from job j where j.name = 'imports.report' and j.key = n.id::text and ${live})`,
  },
];
