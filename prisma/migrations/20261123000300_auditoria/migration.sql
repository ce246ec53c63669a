-- Reading the audit log: filters that stay quick among a million events, what the verifier found last,
-- what a proof needs, and reversals of what events name.

-- For finding only, and taken from the sealed bytes by the database itself. Executions, of which there is
-- one for every operation, always change the same fields and have no reason: they pay for none of this.
create function lastro.told_reason(canonical bytea) returns text
  language plpgsql immutable as
$$
begin
  return nullif(convert_from(canonical, 'UTF8')::jsonb ->> 'reason', '');
exception when others then
  return null; -- Bytes that are no event of ours say nothing, and must not be kept from being looked at.
end
$$;

-- Names of the fields that an event changed, in order, each between commas: a text, since only its
-- comparison may pass below row-level security.
create function lastro.changed_fields(canonical bytea) returns text
  language plpgsql immutable as
$$
declare
  told jsonb;
  was jsonb;
  became jsonb;
begin
  told := convert_from(canonical, 'UTF8')::jsonb;
  was := case jsonb_typeof(told -> 'before') when 'object' then told -> 'before' else '{}'::jsonb end;
  became := case jsonb_typeof(told -> 'after') when 'object' then told -> 'after' else '{}'::jsonb end;
  return (select ',' || string_agg(key, ',' order by key) || ',' from jsonb_object_keys(was || became) as key
           where was -> key is distinct from became -> key);
exception when others then
  return null;
end
$$;
grant execute on function lastro.told_reason(bytea), lastro.changed_fields(bytea) to lastro_web, lastro_worker;

alter table audit_event
  add column reason text generated always as (case when action <> 'operation.execute' then lastro.told_reason(canonical) end) stored,
  add column fields text generated always as (case when action <> 'operation.execute' then lastro.changed_fields(canonical) end) stored;

-- A person's scope is a set of funds: each is read newest first by its own stretch. The instants of one
-- transaction are one entry. Everything else indexes what is rare, which executions never enter.
create index audit_event_by_fund on audit_event (fund_id, seq);
create index audit_event_instant on audit_event (at);
create index audit_event_action on audit_event (action, seq) where action <> 'operation.execute';
create index audit_event_actor on audit_event (actor_id, seq) where actor_kind <> 'job';
create index audit_event_actor_kind on audit_event (actor_kind, seq) where actor_kind <> 'job';
create index audit_event_kind on audit_event (subject_type, seq) where subject_type <> 'operation';
create index audit_event_request on audit_event (request_id, seq) where action <> 'operation.execute';
create index audit_event_reason on audit_event (seq) where reason is not null;
create index audit_event_fields on audit_event (fields, seq) where fields is not null;

-- Which sets of fields were ever changed together: one step of the index each. Names of fields are nobody's secret.
create function lastro.field_sets() returns setof text
  language sql stable security definer set search_path = public as
$$
  with recursive each as (
    (select fields from audit_event where fields is not null order by fields limit 1)
    union all
    select (select e.fields from audit_event e where e.fields > each.fields order by e.fields limit 1) from each where each.fields is not null)
  select fields from each where fields is not null
$$;
grant execute on function lastro.field_sets() to lastro_web, lastro_worker;

-- Numbers between which every event of a period lies, both left out. No transaction is open for longer than
-- an hour: what lies that far on either side of an instant was written on that side of it.
create function lastro.events_between(since timestamptz, until timestamptz, out after bigint, out before bigint)
  language sql stable security definer set search_path = public as
$$
  select (select max(e.seq) from audit_event e where e.at = (select max(x.at) from audit_event x where x.at < since - interval '1 hour')),
         (select min(e.seq) from audit_event e where e.at = (select min(x.at) from audit_event x where x.at >= until + interval '1 hour'))
$$;
grant execute on function lastro.events_between(timestamptz, timestamptz) to lastro_web, lastro_worker;

-- What each pass of the verifier over the whole log came to.
create table audit_verification (
  id uuid primary key,
  started_at timestamptz not null,
  finished_at timestamptz not null,
  -- Sealed events whose bytes were hashed again, and committed ones that had no seal yet.
  size bigint not null,
  unsealed bigint not null,
  checkpoints int not null,
  -- Whether the key, and how many checkpoints, came from outside the database.
  has_outside_key boolean not null,
  outside_checkpoints int not null,
  root text not null,
  problem_count int not null,
  problems jsonb not null
);
create index audit_verification_newest on audit_verification (finished_at desc);
grant select on audit_verification to lastro_web, lastro_worker;
grant insert, delete on audit_verification to lastro_worker;

-- How many committed events have no seal yet (up to 10,001), and since when the oldest waits; of all funds.
create function lastro.unsealed() returns table (waiting int, oldest timestamptz)
  language sql stable security definer set search_path = public as
$$
  select count(*)::int, min(w.at) from audit_sealer s cross join lateral (
    select e.at from audit_event e where (e.xid, e.seq) > (s.last_xid, s.last_event) and e.seq > s.restored_through
     order by e.xid, e.seq limit 10001) as w
$$;
grant execute on function lastro.unsealed() to lastro_web, lastro_worker;

-- Roots of 4,096 leaves each: a proof reads these instead of a million leaves.
create table audit_block (
  place bigint primary key check (place >= 0),
  root bytea not null check (length(root) = 32)
);
grant select on audit_block to lastro_web, lastro_worker;
grant insert on audit_block to lastro_worker;

-- How much of the log a person read in an hour: much is an event itself.
create table audit_reading (
  user_id uuid not null references app_user,
  hour timestamptz not null,
  events int not null,
  primary key (user_id, hour)
);
grant select, insert, update on audit_reading to lastro_web, lastro_worker;
alter table audit_reading enable row level security;
create policy own on audit_reading for all to lastro_web using (user_id = (select lastro.person()));

-- Operations that some events name, undone together: the set is frozen when it is looked at, asked for by
-- one person and decided by another, who wrote none of it.
create table reversal (
  id uuid primary key,
  filter jsonb not null,
  in_words text not null check (length(in_words) <= 2000),
  item_count int not null check (item_count between 1 and 20000),
  reason text not null check (length(reason) between 10 and 1000),
  state text not null check (state in ('PREVIEWED', 'REQUESTED', 'RUNNING', 'DONE', 'REFUSED', 'WITHDRAWN')),
  requested_by uuid not null references app_user,
  previewed_at timestamptz not null,
  requested_at timestamptz,
  decided_by uuid references app_user,
  decided_at timestamptz,
  decision_reason text check (length(decision_reason) between 1 and 1000),
  finished_at timestamptz,
  constraint reversal_decided check ((state in ('RUNNING', 'DONE', 'REFUSED')) = (decided_by is not null)),
  constraint reversal_two_people check (decided_by <> requested_by)
);
create index reversal_open on reversal (requested_at, id) where state = 'REQUESTED';
create index reversal_newest on reversal (previewed_at desc, id desc);
create table reversal_item (
  reversal_id uuid not null references reversal,
  operation_id uuid not null,
  fund_id uuid not null,
  amount_cents bigint,
  -- What the dry run said and what became of it; `code` says why not.
  forecast text not null check (forecast in ('REVERSED', 'KEPT')),
  forecast_code text,
  outcome text check (outcome in ('REVERSED', 'KEPT')),
  code text,
  primary key (reversal_id, operation_id)
);
create index reversal_item_left on reversal_item (reversal_id, fund_id) where outcome is null;

create function lastro.check_reversal() returns trigger
  language plpgsql security definer set search_path = public as
$$
begin
  if (new.id, new.filter, new.in_words, new.item_count, new.reason, new.requested_by, new.previewed_at)
     is distinct from (old.id, old.filter, old.in_words, old.item_count, old.reason, old.requested_by, old.previewed_at)
     or (old.decided_by is not null and new.decided_by is distinct from old.decided_by)
     or old.state in ('DONE', 'REFUSED', 'WITHDRAWN')
     or (new.state in ('RUNNING', 'REFUSED') and old.state not in ('REQUESTED', 'RUNNING')) then
    raise exception 'a reversal is never rewritten' using errcode = 'insufficient_privilege';
  end if;
  if new.decided_by is not null and old.decided_by is null then
    if lastro.person() is distinct from new.decided_by then
      raise exception 'nobody decides for another' using errcode = 'insufficient_privilege';
    end if;
    if new.state = 'RUNNING' and exists (
      select 1 from reversal_item i where i.reversal_id = new.id and new.decided_by = any (lastro.review_authors('operation', i.operation_id))) then
      raise exception 'an author does not decide' using errcode = 'insufficient_privilege';
    end if;
  end if;
  return new;
end
$$;
create trigger check_reversal before update on reversal for each row execute function lastro.check_reversal();

grant select, insert on reversal, reversal_item to lastro_web, lastro_worker;
grant update (state, requested_at, decided_by, decided_at, decision_reason, finished_at) on reversal to lastro_web, lastro_worker;
grant update (outcome, code) on reversal_item to lastro_worker;
alter table reversal_item enable row level security;
create policy funds on reversal_item for all to lastro_web
  using ((select lastro.sees_all()) or fund_id = any ((select lastro.fund_ids())::uuid[]));
alter table reversal enable row level security;
create policy seen on reversal for all to lastro_web
  using (requested_by = (select lastro.person())
         or exists (select 1 from reversal_item i where i.reversal_id = reversal.id))
  with check (requested_by = (select lastro.person()) or decided_by = (select lastro.person()));
