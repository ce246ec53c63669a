-- What SQL as the application's own roles could still do around the second person: change the bands, open
-- an item that shows less than is at stake, use an approval twice, add to a set that another looked at.

-- Bands, limits and rules of a fund are the owner's; the application opens funds, and only the worker does.
revoke update on fund from lastro_web, lastro_worker;
revoke insert on fund from lastro_web;

-- What an operation is, and who wrote it, stays as it came; an edit changes only what it says it changes.
-- The web moves an operation on, but never towards execution: that is the worker's, after it has judged.
do $$
declare columns text;
begin
  select string_agg(quote_ident(column_name), ', ') into columns from information_schema.columns
   where table_schema = 'public' and table_name = 'operation'
     and column_name not in ('id', 'fund_id', 'external_id', 'upload_id', 'upload_ordinal', 'row_no', 'side', 'content_hash', 'created_by', 'created_at');
  revoke insert, update on operation from lastro_web;
  revoke update on operation from lastro_worker;
  execute format('grant update (%s) on operation to lastro_worker', columns);
end $$;
grant update (state, wait_reason, code, next_attempt_at, waiting_since, taken_back_at) on operation to lastro_web;
create policy never_to_execution on operation as restrictive for update to lastro_web
  using (true)
  with check (state <> 'EXECUTED' and coalesce(wait_reason, '') not in ('READY', 'INSUFFICIENT_CASH', 'INSUFFICIENT_POSITION'));

-- An item about an operation is of that operation's fund, whatever its writer says.
create or replace function lastro.bind_review_item() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as
$$
declare band fund;
begin
  if new.subject_type = 'operation' then
    select fund_id into new.fund_id from operation where id = new.subject_id;
  end if;
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

-- What the file's own price puts at stake counts as well: open items that showed less take as many people as it asks.
update review_item i set amount_cents = s.cents, approvals_needed = case when s.cents <= f.two_people_cents then 1 else 2 end,
       asks_step_up = s.cents > f.step_up_cents,
       evidence_hash = sha256(convert_to(concat_ws(E'\n', i.subject_type, i.subject_id, i.reason, s.cents, i.evidence::text), 'UTF8'))
  from operation o join fund f on f.id = o.fund_id
  cross join lateral (select round(o.quantity * o.informed_unit_price * 100) as cents) s
 where s.cents < 9e18 and i.state = 'OPEN' and i.subject_type = 'operation' and o.id = i.subject_id and s.cents > i.amount_cents;

-- An operation goes on by an approval given since it began to wait, of an item that showed all that is at stake.
create or replace function lastro.check_operation_release() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as
$$
begin
  if not exists (
    select 1 from review_item i
     where i.subject_type = 'operation' and i.subject_id = new.id and i.state = 'DECIDED' and i.outcome = 'APPROVED'
       and i.closed_at >= date_trunc('milliseconds', old.waiting_since)
       -- A cent for rounding. Without an amount it took two people, and the step above the highest band.
       and new.unit_price is not null
       and (i.amount_cents is null or floor(new.quantity * new.unit_price * 100) - 1 <= i.amount_cents)) then
    raise exception using errcode = 'LR007', message = 'nobody approved this operation';
  end if;
  return new;
end
$$;

-- What is decided or withdrawn stays so, and when: only a decision that falls as it takes effect is withdrawn after it.
create function lastro.keep_review_item() returns trigger language plpgsql as
$$
begin
  if (new.state, new.outcome, new.closed_at) is distinct from (old.state, old.outcome, old.closed_at)
     and not (old.state = 'DECIDED' and new.state = 'WITHDRAWN') then
    raise exception using errcode = 'LR008', message = 'a closed item stays closed';
  end if;
  return new;
end
$$;
create trigger keep_review_item before update on review_item for each row
  when (old.state in ('DECIDED', 'WITHDRAWN')) execute function lastro.keep_review_item();

-- A set is frozen once it is looked at, and only who looks fills it.
create policy looked_at on review_bulk_item as restrictive for insert to lastro_web
  with check (exists (select 1 from review_bulk b where b.id = bulk_id and b.state = 'PREVIEWED' and b.created_by = (select lastro.person())));

create function lastro.is_being_previewed(reversal uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp as
$$ select exists (select 1 from reversal r where r.id = $1 and r.state = 'PREVIEWED' and r.requested_by = lastro.person()) $$;
create policy looked_at on reversal_item as restrictive for insert to lastro_web
  with check (lastro.is_being_previewed(reversal_id));
create policy asked_first on reversal as restrictive for insert to lastro_web
  with check (state = 'PREVIEWED' and decided_by is null and requested_by = (select lastro.person()));

-- Who may do what is asked by one person under their own name, and decided by another under theirs.
create function lastro.check_access_request() returns trigger language plpgsql as
$$
begin
  if tg_op = 'INSERT' and (new.state <> 'PENDING' or new.requested_by is distinct from coalesce(lastro.person(), new.requested_by))
     or tg_op = 'UPDATE' and new.decided_by is distinct from coalesce(lastro.person(), new.decided_by) then
    raise exception 'nobody asks or decides for another' using errcode = 'insufficient_privilege';
  end if;
  return new;
end
$$;
create trigger check_access_request after insert or update on access_request
  for each row execute function lastro.check_access_request();

-- A temporary table of the caller's must never stand for one of ours where a function has the owner's rights.
do $$
declare f record;
begin
  for f in select p.oid::regprocedure as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname in ('lastro', 'public') and p.prosecdef
  loop
    execute format('alter function %s set search_path = public, pg_temp', f.name);
  end loop;
end $$;
revoke create on schema public from public;
do $$
begin
  execute format('revoke temporary on database %I from public', current_database());
  -- The queue on PostgreSQL delivers more than a few jobs through a temporary table.
  execute format('grant temporary on database %I to lastro_worker', current_database());
end $$;
