import type { Tx } from "#server/kernel/context";
import { type Check, createCollector, type Finding, readCounts, runChecks } from "./checks";

/** 3. Every row of every file is in exactly one bucket, and the buckets add up to the file. */
export async function verifyRows(tx: Tx): Promise<Finding> {
  const found = createCollector();
  await runChecks(tx, checks, found);
  const contados = await readCounts(
    tx,
    `select (select count(*) from upload) as arquivos, count(*) as linhas, count(*) filter (where state = 'ACCEPTED') as aceitas,
            count(*) filter (where state = 'REJECTED') as rejeitadas, count(*) filter (where state = 'DUPLICATE') as duplicadas,
            count(*) filter (where state = 'VALID') as em_processamento from upload_row`,
  );
  const { falhas, exemplos } = found;
  return {
    numero: 3,
    nome: "Cada linha de cada arquivo está em um só destino, e os destinos fecham com o arquivo",
    contados,
    falhas,
    exemplos,
  };
}

const checks: readonly Check[] = [
  {
    rule: "os destinos das linhas fecham com o arquivo e com os seus contadores",
    sql: `with counted as (
            select upload_id, count(*) as total, min(row_no) as first, max(row_no) as last,
                   count(*) filter (where state = 'ACCEPTED') as accepted, count(*) filter (where state = 'REJECTED') as rejected,
                   count(*) filter (where state = 'DUPLICATE') as duplicate, count(*) filter (where state = 'VALID') as valid
              from upload_row group by upload_id
          ), staged as (
            select upload_id, sum(row_count) as planned, coalesce(sum(row_count) filter (where staged_at is not null), 0) as rows
              from upload_chunk group by upload_id
          )
          select coalesce(u.id, c.upload_id) as importacao, u.state as estado, u.row_count as linhas, c.total as encontradas,
                 c.accepted as aceitas, c.rejected as rejeitadas, c.duplicate as duplicadas, c.valid as sem_destino
            from upload u full join counted c on c.upload_id = u.id left join staged s on s.upload_id = u.id
           where u.id is null or case
             when u.accepted_at is not null then
               (u.row_count, u.accepted_count, u.rejected_count, u.duplicate_count, 0, 1, u.row_count)
                 is distinct from (c.total, c.accepted, c.rejected, c.duplicate, c.valid, c.first, c.last)
               or u.row_count is distinct from s.planned or s.rows <> s.planned
             when u.state in ('PREVIEWED', 'ACCEPTING', 'STOPPING') then (u.row_count, u.row_count) is distinct from (c.total, s.planned)
             when u.state = 'STAGING' then coalesce(c.total, 0) <> s.rows or u.row_count is distinct from s.planned
             else c.total is not null and not exists (
               select 1 from job j where j.subject_id = u.id and j.state in ('waiting', 'claimed')
                  and j.name in ('imports.split', 'imports.discard')) end`,
  },
  {
    rule: "até onde a aceitação chegou, nenhuma linha está sem destino",
    sql: `select r.upload_id as importacao, r.row_no as linha from upload_row r join upload u on u.id = r.upload_id
           where r.state = 'VALID' and r.row_no <= u.accepted_through`,
  },
  {
    rule: "linha aceita e operação existem uma para a outra, com o mesmo conteúdo",
    sql: `select coalesce(r.operation_id, o.id) as operacao, r.upload_id as importacao, r.row_no as linha
            from (select * from upload_row where state = 'ACCEPTED') r full join operation o on o.id = r.operation_id
            left join (select distinct on (operation_id) operation_id, before as was from operation_edit
                        order by operation_id, edited_at, id) e on e.operation_id = o.id
           where (r.upload_id, r.row_no, r.fund_id, r.external_id, r.content_hash, r.side, r.settlement_on)
              is distinct from (o.upload_id, o.row_no, o.fund_id, o.external_id, o.content_hash, o.side, o.settlement_on)
              or (r.asset_ref, r.quantity, r.rate, r.operation_on, r.informed_unit_price) is distinct from
                 (coalesce(was->>'assetRef', o.asset_ref), coalesce((was->>'quantity')::numeric, o.quantity),
                  coalesce((was->>'rate')::numeric, o.rate), coalesce((was->>'operationOn')::date, o.operation_on),
                  case when was is null then o.informed_unit_price else (was->>'informedUnitPrice')::numeric end)`,
  },
  {
    rule: "cada edição parte do que estava, e a última diz o que a operação tem",
    sql: `select e.operation_id as operacao, e.id as edicao
            from (select e.*, lag(e.after) over w as previous, lead(e.id) over w is null as is_last
                    from operation_edit e window w as (partition by e.operation_id order by e.edited_at, e.id)) e
            left join operation o on o.id = e.operation_id
           where e.previous <> e.before
              or (e.is_last and (e.after->>'assetRef', (e.after->>'quantity')::numeric, (e.after->>'rate')::numeric,
                                 (e.after->>'operationOn')::date, (e.after->>'informedUnitPrice')::numeric)
                    is distinct from (o.asset_ref, o.quantity, o.rate, o.operation_on, o.informed_unit_price))`,
  },
  {
    rule: "linha duplicada aponta a operação que repete; linha rejeitada diz por quê",
    sql: `select r.upload_id as importacao, r.row_no as linha, r.state as destino, r.code as codigo
            from upload_row r left join operation o on o.id = r.operation_id
           where (r.state = 'DUPLICATE' and (o.id is null or o.content_hash is distinct from r.content_hash))
              or (r.state = 'REJECTED' and (r.code is null or r.problem is null))`,
  },
  {
    rule: "os totais por fundo são os das linhas aceitas",
    sql: `select coalesce(f.upload_id, c.upload_id) as importacao, coalesce(f.fund_id, c.fund_id) as fundo,
                 f.accepted_count as anotadas, c.accepted as encontradas
            from (select f.* from upload_fund f join upload u on u.id = f.upload_id and u.accepted_at is not null) f full join (
              select r.upload_id, r.fund_id, count(*) as accepted
                from upload_row r join upload u on u.id = r.upload_id and u.accepted_at is not null
               where r.state = 'ACCEPTED' group by r.upload_id, r.fund_id
            ) c on c.upload_id = f.upload_id and c.fund_id = f.fund_id
           where f.accepted_count is distinct from c.accepted`,
  },
  {
    rule: "um identificador é de uma só operação do fundo",
    sql: "select fund_id as fundo, external_id as operacao_id, count(*) as operacoes from operation where taken_back_at is null group by fund_id, external_id having count(*) > 1",
  },
];
