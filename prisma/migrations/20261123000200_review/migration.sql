-- Decisions on what needs a person. What binds them (who is an author, how many people it takes, what was
-- shown) is worked out here, from the rows themselves: code that forgets it, or SQL as the application's
-- own roles, cannot decide otherwise.

-- Value bands of a fund: up to the first one person decides, above it two, above the second after proving again who they are.
alter table fund
  add column two_people_cents bigint not null default 1000000 check (two_people_cents >= 0),
  add column step_up_cents bigint not null default 100000000 check (step_up_cents >= 0),
  -- Business minutes in which an item should be decided.
  add column review_minutes int not null default 120 check (review_minutes between 1 and 10000);

-- Who changed an operation's values, and what they were: whoever edits a value is its author.
create table operation_edit (
  id uuid primary key,
  operation_id uuid not null,
  fund_id uuid not null,
  review_item_id uuid not null references review_item,
  before jsonb not null,
  after jsonb not null,
  edited_by uuid not null references app_user,
  edited_at timestamptz not null
);
create index operation_edit_operation on operation_edit (operation_id);

alter table review_item drop constraint review_item_state_check;
alter table review_item
  add constraint review_item_state_check check (state in ('OPEN', 'HELD', 'DECIDED', 'WITHDRAWN')),
  -- What is at stake; null when nobody knows yet.
  add column amount_cents bigint,
  add column evidence_hash bytea,
  add column approvals_needed smallint not null default 2,
  add column asks_step_up boolean not null default true,
  add column author_ids uuid[] not null default '{}',
  add column outcome text check (outcome in ('APPROVED', 'REJECTED', 'EDITED')),
  add column due_at timestamptz,
  add column assigned_to uuid references app_user,
  add column snoozed_until timestamptz;
drop index review_item_open;
create unique index review_item_open on review_item (subject_id, reason) where state in ('OPEN', 'HELD');
create index review_item_subject on review_item (subject_id);

create table review_decision (
  id uuid primary key,
  -- Decided together, and taken together.
  batch_id uuid not null,
  review_item_id uuid not null references review_item,
  fund_id uuid,
  verdict text not null check (verdict in ('APPROVE', 'REJECT', 'EDIT')),
  reason_code text not null,
  text text check (length(text) between 1 and 1000),
  -- What the person saw.
  evidence_hash bytea not null,
  -- What an edit changes, field by field.
  change jsonb,
  decided_by uuid not null references app_user,
  decided_at timestamptz not null,
  -- STANDING waits for another person; HELD may be undone until `due_at`; the others are ends.
  state text not null check (state in ('STANDING', 'HELD', 'APPLIED', 'UNDONE', 'VOIDED')),
  due_at timestamptz,
  closed_at timestamptz,
  check ((verdict = 'EDIT') = (change is not null)),
  check ((state in ('APPLIED', 'UNDONE', 'VOIDED')) = (closed_at is not null))
);
create unique index review_decision_once on review_decision (review_item_id, decided_by)
  where state in ('STANDING', 'HELD', 'APPLIED');

create index review_decision_held on review_decision (batch_id) where state = 'HELD';
create index review_decision_item on review_decision (review_item_id);

create table review_comment (
  id uuid primary key,
  review_item_id uuid not null references review_item,
  fund_id uuid,
  kind text not null check (kind in ('COMMENT', 'QUESTION')),
  text text not null check (length(text) between 1 and 2000),
  written_by uuid not null references app_user,
  written_at timestamptz not null
);
create index review_comment_item on review_comment (review_item_id, written_at);

-- Who has an item before them now; forgotten after a minute without a sign of life.
create table review_presence (
  review_item_id uuid not null references review_item,
  user_id uuid not null references app_user,
  seen_at timestamptz not null,
  primary key (review_item_id, user_id)
);

-- One decision about many items: the set is frozen when it is looked at, and each item's end is told.
create table review_bulk (
  id uuid primary key,
  verdict text not null check (verdict in ('APPROVE', 'REJECT')),
  reason_code text not null,
  text text check (length(text) between 1 and 1000),
  filter jsonb not null,
  state text not null check (state in ('PREVIEWED', 'RUNNING', 'DONE')),
  is_proven boolean not null default false,
  created_by uuid not null references app_user,
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz
);
create table review_bulk_item (
  bulk_id uuid not null references review_bulk,
  review_item_id uuid not null,
  fund_id uuid,
  evidence_hash bytea not null,
  amount_cents bigint,
  -- What the dry run said and what became of it: HELD, STANDING, or REFUSED with the code.
  forecast text not null check (forecast in ('HELD', 'STANDING', 'REFUSED')),
  outcome text check (outcome in ('HELD', 'STANDING', 'REFUSED')),
  code text,
  primary key (bulk_id, review_item_id)
);
create index review_bulk_item_left on review_bulk_item (bulk_id, review_item_id) where outcome is null;

-- Who wrote what a person is asked about: who sent it, who mended its line, who edited it since.
create function lastro.review_authors(of_type text, of_subject uuid) returns uuid[]
  language sql stable security definer set search_path = public as
$$
  select coalesce(array_agg(distinct author), '{}') from (
    select o.created_by as author from operation o where of_type = 'operation' and o.id = of_subject
    union all
    select e.edited_by from operation o join upload_edit e on e.upload_id = o.upload_id and e.row_no = o.row_no
     where of_type = 'operation' and o.id = of_subject
    union all
    select e.edited_by from operation_edit e where of_type = 'operation' and e.operation_id = of_subject
  ) as authors
$$;

create function lastro.bind_review_item() returns trigger
  language plpgsql security definer set search_path = public as
$$
declare band fund;
begin
  select * into band from fund where id = new.fund_id;
  new.author_ids := lastro.review_authors(new.subject_type, new.subject_id);
  -- Without a fund, or a value to go by, it takes two.
  new.approvals_needed := case when new.amount_cents <= band.two_people_cents then 1 else 2 end;
  new.asks_step_up := coalesce(new.amount_cents > band.step_up_cents, true);
  new.evidence_hash := sha256(convert_to(
    concat_ws(E'\n', new.subject_type, new.subject_id, new.reason, new.amount_cents, new.evidence::text), 'UTF8'));
  return new;
end
$$;
create trigger bind_review_item before insert on review_item for each row execute function lastro.bind_review_item();

-- Items that are there already are bound as new ones are.
update review_item i set
  author_ids = lastro.review_authors(i.subject_type, i.subject_id),
  evidence_hash = sha256(convert_to(concat_ws(E'\n', i.subject_type, i.subject_id, i.reason, i.amount_cents, i.evidence::text), 'UTF8'));

create function lastro.check_review_decision() returns trigger
  language plpgsql security definer set search_path = public as
$$
declare item review_item;
begin
  select * into item from review_item where id = new.review_item_id for update;
  if item.state is distinct from 'OPEN' then
    raise exception using errcode = 'LR001', message = 'review item is not open';
  end if;
  if new.decided_by = any (item.author_ids) then
    raise exception using errcode = 'LR002', message = 'an author does not decide';
  end if;
  if new.evidence_hash is distinct from item.evidence_hash then
    raise exception using errcode = 'LR003', message = 'what was shown is not what is there';
  end if;
  if lastro.person() is not null and new.decided_by <> lastro.person() then
    raise exception using errcode = 'LR004', message = 'nobody decides for another';
  end if;
  new.fund_id := item.fund_id;
  return new;
end
$$;
create trigger check_review_decision before insert on review_decision for each row execute function lastro.check_review_decision();

-- What was decided stays as it was written; only its end is told.
create function lastro.keep_review_decision() returns trigger language plpgsql as
$$
begin
  if (new.id, new.batch_id, new.review_item_id, new.fund_id, new.verdict, new.reason_code, new.text, new.evidence_hash, new.change, new.decided_by, new.decided_at)
     is distinct from (old.id, old.batch_id, old.review_item_id, old.fund_id, old.verdict, old.reason_code, old.text, old.evidence_hash, old.change, old.decided_by, old.decided_at)
     or old.state in ('APPLIED', 'UNDONE', 'VOIDED') then
    raise exception using errcode = 'LR005', message = 'a decision is never rewritten';
  end if;
  return new;
end
$$;
create trigger keep_review_decision before update on review_decision for each row execute function lastro.keep_review_decision();

-- An item is approved by as many different people as it takes, none of them an author.
create function lastro.check_review_outcome() returns trigger
  language plpgsql security definer set search_path = public as
$$
declare deciders int;
begin
  select count(distinct d.decided_by) into deciders from review_decision d
   where d.review_item_id = new.id and d.verdict = 'APPROVE' and d.state in ('STANDING', 'HELD', 'APPLIED')
     and d.evidence_hash = new.evidence_hash and d.decided_by <> all (new.author_ids);
  if deciders < new.approvals_needed then
    raise exception using errcode = 'LR006', message = 'approved by too few people';
  end if;
  return new;
end
$$;
create trigger check_review_outcome before update on review_item for each row
  when (new.outcome = 'APPROVED' and old.outcome is distinct from 'APPROVED')
  execute function lastro.check_review_outcome();

-- An operation that a person must decide goes on only because people approved it, or edited it.
create function lastro.check_operation_release() returns trigger
  language plpgsql security definer set search_path = public as
$$
begin
  if not exists (select 1 from review_item i where i.subject_id = new.id and i.state = 'DECIDED' and i.outcome = 'APPROVED') then
    raise exception using errcode = 'LR007', message = 'nobody approved this operation';
  end if;
  return new;
end
$$;
create trigger check_operation_release before update on operation for each row
  when (old.wait_reason = 'IN_REVIEW' and (new.wait_reason in ('READY', 'INSUFFICIENT_CASH', 'INSUFFICIENT_POSITION') or new.state = 'EXECUTED'))
  execute function lastro.check_operation_release();

-- Evidence, authors and bands are the database's: the application moves an item on and files it, no more.
revoke insert, update on review_item from lastro_web, lastro_worker;
grant insert (id, subject_type, subject_id, fund_id, reason, evidence, amount_cents, due_at) on review_item to lastro_web, lastro_worker;
grant update (state, outcome, closed_at, assigned_to, snoozed_until) on review_item to lastro_web, lastro_worker;
grant select, insert on operation_edit, review_comment to lastro_web, lastro_worker;
grant select, insert on review_decision to lastro_web, lastro_worker;
grant update (state, due_at, closed_at) on review_decision to lastro_web, lastro_worker;
grant select, insert, update, delete on review_presence to lastro_web, lastro_worker;
grant select, insert on review_bulk, review_bulk_item to lastro_web, lastro_worker;
grant update (state, is_proven, started_at, finished_at) on review_bulk to lastro_web, lastro_worker;
grant update (outcome, code) on review_bulk_item to lastro_web, lastro_worker;

do $$
declare t text;
begin
  foreach t in array array['operation_edit', 'review_decision', 'review_comment', 'review_bulk_item']
  loop
    execute format('alter table %I enable row level security', t);
    execute format(
      'create policy funds on %I for all to lastro_web
         using ((select lastro.sees_all()) or fund_id = any ((select lastro.fund_ids())::uuid[]))', t);
  end loop;
end $$;
alter table review_presence enable row level security;
create policy items on review_presence for all to lastro_web
  using (exists (select 1 from review_item i where i.id = review_presence.review_item_id));
alter table review_bulk enable row level security;
create policy own on review_bulk for all to lastro_web using (created_by = (select lastro.person()));
