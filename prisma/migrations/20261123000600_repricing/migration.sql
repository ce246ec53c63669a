-- A price that was corrected after operations executed at it: the operations of one fund, frozen with both
-- versions, which people decide about together. What was posted stays; the difference has entries of its own.
alter table ledger_entry drop constraint ledger_entry_kind_check;
alter table ledger_entry add constraint ledger_entry_kind_check
  check (kind in ('opening', 'contribution', 'operation', 'reversal', 'reprice'));

create table repricing (
  id uuid primary key,
  fund_id uuid not null references fund,
  asset_class text not null,
  price_on date not null,
  -- The reading that corrects.
  reading_id uuid not null references price_reading,
  state text not null default 'OPEN' check (state in ('OPEN', 'APPLIED', 'KEPT', 'FALLEN')),
  opened_at timestamptz not null,
  closed_at timestamptz,
  check ((state = 'OPEN') = (closed_at is null))
);
create unique index repricing_open on repricing (fund_id, asset_class, price_on) where state = 'OPEN';

create table repricing_operation (
  -- The cause of the entry with the difference, which makes it one.
  id uuid primary key,
  repricing_id uuid not null references repricing,
  operation_id uuid not null,
  fund_id uuid not null,
  from_quote_id uuid not null,
  from_price numeric(24, 8) not null,
  from_gross_cents bigint not null,
  from_tax_cents bigint not null,
  from_total_cents bigint not null,
  to_quote_id uuid not null,
  to_price numeric(24, 8) not null,
  to_gross_cents bigint not null,
  to_tax_cents bigint not null,
  to_total_cents bigint not null,
  unique (repricing_id, operation_id)
);
create index repricing_operation_operation on repricing_operation (operation_id);

do $$
declare t text;
begin
  foreach t in array array['repricing', 'repricing_operation']
  loop
    execute format('grant select on %I to lastro_web, lastro_worker', t);
    execute format('grant insert on %I to lastro_worker', t);
    execute format('alter table %I enable row level security', t);
    execute format(
      'create policy funds on %I for all to lastro_web
         using ((select lastro.sees_all()) or fund_id = any ((select lastro.fund_ids())::uuid[]))', t);
  end loop;
end $$;
grant update (state, closed_at) on repricing to lastro_worker;
create trigger append_only before update or delete on repricing_operation for each row execute function refuse_change();
create trigger no_truncate before truncate on repricing_operation for each statement execute function refuse_change();

-- Who sent any of the operations is an author of what becomes of them.
create or replace function lastro.review_authors(of_type text, of_subject uuid) returns uuid[]
  language sql stable security definer set search_path = public as
$$
  select coalesce(array_agg(distinct author), '{}') from (
    select o.created_by as author from operation o where of_type = 'operation' and o.id = of_subject
    union all
    select e.edited_by from operation o join upload_edit e on e.upload_id = o.upload_id and e.row_no = o.row_no
     where of_type = 'operation' and o.id = of_subject
    union all
    select e.edited_by from operation_edit e where of_type = 'operation' and e.operation_id = of_subject
    union all
    select o.created_by from repricing_operation r join operation o on o.id = r.operation_id
     where of_type = 'repricing' and r.repricing_id = of_subject
  ) as authors
$$;

-- What was executed is changed by two people, whatever the amount.
create function lastro.bind_repricing() returns trigger language plpgsql as
$$
begin
  new.approvals_needed := 2;
  return new;
end
$$;
create trigger bind_review_item_repricing before insert on review_item for each row
  when (new.subject_type = 'repricing') execute function lastro.bind_repricing();

-- A correction goes on by an item about corrections only, of the correction's own fund.
create function lastro.check_repricing() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as
$$
begin
  if not exists (select 1 from repricing_operation r join review_item i on i.subject_type = 'repricing' and i.subject_id = r.repricing_id
                  where r.id = new.cause_id and r.fund_id = new.fund_id and i.state = 'DECIDED' and i.outcome = 'APPROVED') then
    raise exception using errcode = 'LR009', message = 'nobody approved this correction';
  end if;
  return new;
end
$$;
create trigger check_repricing before insert on ledger_entry for each row
  when (new.kind = 'reprice') execute function lastro.check_repricing();

-- Entries that are no reversal are the worker's to write.
create policy only_reversals on ledger_entry as restrictive for insert to lastro_web with check (kind = 'reversal');
