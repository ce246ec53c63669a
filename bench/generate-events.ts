import type pg from "pg";

export type GeneratedEvents = {
  fundIds: string[];
  codes: string[];
  people: string[];
  operationId: string;
  request: string;
  /** Days with events, the newest last. */
  oldDay: string;
  oldMonth: { from: string; to: string };
  newest: { from: string; to: string };
};

/**
 * A log of `count` events over a year, as one would have grown: nine of ten are executions by a job, in
 * funds of very different sizes; the rest is what people and the system did, some of it very rare. All are sealed.
 */
export async function generateEvents(admin: pg.Client, count: number): Promise<GeneratedEvents> {
  await admin.query("begin");
  await admin.query(
    `insert into app_user (id, email, name, role, sees_all_funds)
     select gen_random_uuid(), 'pessoa' || n || '@bench.localhost', 'Pessoa ' || n, case n % 3 when 0 then 'auditor' else 'gestor' end, true
       from generate_series(1, 60) n`,
  );
  await admin.query(
    `insert into fund (id, code, name, cnpj) select gen_random_uuid(), 'FIDC' || to_char(n, 'FM00'), 'Fundo ' || n, to_char(n, 'FM00000000000000')
       from generate_series(1, 20) n`,
  );
  await admin.query(
    `create temp table act as select * from (values
       ('operation.execute', 0.9000, 'job', 'operation', null), ('operation.price', 0.0200, 'job', 'fund', null),
       ('review.open', 0.0300, 'job', 'operation', null), ('review.decide', 0.0200, 'user', 'operation', 'Preço conferido na tela da ANBIMA'),
       ('operation.reverse', 0.0080, 'user', 'operation', 'Lançada em duplicidade, nota '), ('review.withdraw', 0.0100, 'job', 'operation', null),
       ('import.accept', 0.0040, 'job', 'upload', null), ('import.confirm', 0.0020, 'user', 'upload', null),
       ('session.open', 0.0050, 'user', 'user', null), ('flag.update', 0.0003, 'system', 'fund', 'mudança combinada no comitê'),
       ('user.update', 0.0005, 'user', 'user', 'mudou de equipe'), ('audit.export', 0.0002, 'user', 'audit_log', null)
     ) as a(action, share, kind, subject, reason)`,
  );
  await admin.query(
    `create temp table band as select action, kind, subject, reason,
       sum(share) over (order by share desc, action) - share as low, sum(share) over (order by share desc, action) as high from act`,
  );
  await admin.query("create index on band (low)");
  for (let from = 0; from < count; from += 100_000)
    await addEvents(admin, from, Math.min(count, from + 100_000), count);
  await admin.query("commit");
  await admin.query(
    `insert into audit_leaf (seq, event_id, hash) select row_number() over (order by seq) - 1, id, sha256('\\x00'::bytea || canonical) from audit_event`,
  );
  await admin.query(
    `insert into audit_sealer (cluster, last_xid, last_event, size)
     select system_identifier::text, (select max(xid::text::bigint)::text::xid8 from audit_event), (select max(seq) from audit_event), $1
       from pg_control_system()`,
    [count],
  );
  await admin.query("vacuum analyze audit_event, audit_leaf, app_user, fund");
  return await describeLog(admin);
}

/** Small funds hold a thousandth of what the largest do, and the smallest stopped half a year ago. */
async function addEvents(admin: pg.Client, from: number, to: number, count: number): Promise<void> {
  await admin.query(
    `with people as (select array_agg(id order by email) as ids from app_user), funds as (select array_agg(id order by code) as ids from fund),
     drawn as (
       select n, now() - interval '365 days' * (1 - n::float8 / $3) as at, random() as draw, random() as who, power(random(), 3) as which from generate_series($1::int, $2::int - 1) n),
     told as (
       select d.n, date_trunc('second', d.at) as at, b.*, gen_random_uuid() as id,
              case b.kind when 'job' then case when b.action = 'operation.execute' then 'operations.execute' else 'imports.accept' end
                when 'system' then 'cli' else (select ids from people)[1 + floor(d.who * 60)::int]::text end as actor,
              case when b.subject = 'user' then null
                else (select ids from funds)[1 + least(floor(d.which * 20)::int, case when d.n > $3 / 2 then 18 else 19 end)] end as fund,
              case when b.subject = 'user' then (select ids from people)[1 + floor(d.who * 60)::int]
                when b.subject = 'fund' then (select ids from funds)[1 + floor(d.which * 20)::int]
                else md5('o' || floor(d.n / 2))::uuid end as subject_id,
              md5('r' || case when b.kind = 'job' then floor(d.n / 5000) else d.n end)::uuid::text as request,
              case when b.reason like '%nota ' then b.reason || d.n else b.reason end as why
         from drawn d join band b on d.draw >= b.low and d.draw < b.high)
     insert into audit_event (id, at, action, actor_kind, actor_id, subject_type, subject_id, fund_id, request_id, canonical)
     select id, at, action, kind, actor, subject, subject_id, fund, request, convert_to(
       '{"action":"' || action || '","actor":{"id":"' || actor || '","kind":"' || kind || '"},"after":' ||
       case action when 'operation.execute' then '{"entryId":"' || md5('e' || n)::uuid || '","state":"EXECUTED","totalCents":' || n * 37 % 90000000 || ',"unitPrice":"992.723961"}'
         when 'operation.reverse' then '{"entryId":"' || md5('x' || n)::uuid || '","state":"REVERSED"}'
         when 'user.update' then '{"role":"gestor","seesAllFunds":false}' when 'flag.update' then '{"value":"conjunto"}'
         when 'review.open' then '{"evidence":{"deviation":"0.0625","limit":"0.0500"},"reason":"DESVIO_D1"}' else '{"count":' || n % 5000 || '}' end ||
       ',"at":"' || to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '","before":' ||
       case action when 'operation.execute' then '{"state":"PENDING"}' when 'operation.reverse' then '{"entryId":"' || md5('e' || n)::uuid || '","state":"EXECUTED"}'
         when 'user.update' then '{"role":"operacao","seesAllFunds":true}' when 'flag.update' then '{"value":"linha"}' else 'null' end ||
       ',"fund":' || coalesce('"' || fund || '"', 'null') || ',"id":"' || id || '","personal":null,"postings":null,"reason":' || coalesce('"' || why || '"', 'null') ||
       ',"request":"' || request || '","subject":{"id":"' || subject_id || '","type":"' || subject || '"},"v":1}', 'UTF8')
       from told order by n`,
    [from, to, count],
  );
}

async function describeLog(admin: pg.Client): Promise<GeneratedEvents> {
  const one = async <Row>(text: string) => (await admin.query(text)).rows[0] as Row;
  const funds = await one<{ ids: string[]; codes: string[] }>(
    "select array_agg(id::text order by code) as ids, array_agg(code order by code) as codes from fund",
  );
  const { ids: people } = await one<{ ids: string[] }>(
    "select array_agg(id::text order by email) as ids from app_user",
  );
  const some = await one<{ id: string; request: string }>(
    "select subject_id::text as id, request_id as request from audit_event where action = 'operation.reverse' order by seq limit 1",
  );
  const days = await one<Record<"old" | "from" | "to" | "newFrom" | "newTo", string>>(
    `select (max(at)::date - 300)::text as old, (max(at)::date - 230)::text as from, (max(at)::date - 200)::text as to,
            (max(at)::date - 6)::text as "newFrom", max(at)::date::text as "newTo" from audit_event`,
  );
  return {
    fundIds: funds.ids,
    codes: funds.codes,
    people,
    operationId: some.id,
    request: some.request,
    oldDay: days.old,
    oldMonth: { from: days.from, to: days.to },
    newest: { from: days.newFrom, to: days.newTo },
  };
}
