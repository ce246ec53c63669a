-- Who may touch what. `lastro_web` sees the funds that its transaction names (row-level security);
-- `lastro_worker` bypasses row-level security (COPY refuses it) and has the same column grants.
-- Neither owns a table; neither may change what is append-only. Roles are made by `migrate` beforehand.

create schema if not exists lastro;

create function lastro.sees_all() returns boolean language sql stable as
$$ select coalesce(current_setting('lastro.funds', true), '') = 'all' $$;

create function lastro.fund_ids() returns uuid[] language sql stable as
$$ select case when coalesce(current_setting('lastro.funds', true), '') in ('', 'all') then '{}'::uuid[]
          else string_to_array(current_setting('lastro.funds', true), ',')::uuid[] end $$;

create function lastro.person() returns uuid language sql stable as
$$ select nullif(current_setting('lastro.user', true), '')::uuid $$;

grant usage on schema lastro, public to lastro_web, lastro_worker;
grant execute on all functions in schema lastro to lastro_web, lastro_worker;

do $$
declare t text;
begin
  -- Read and write, row by row decided by the policies below.
  foreach t in array array[
    'app_user', 'user_fund', 'user_session', 'login_attempt', 'api_token', 'idempotency_key', 'feature_flag',
    'calendar_override', 'job', 'schedule_run', 'upload', 'upload_fund', 'upload_chunk', 'upload_row',
    'price_request', 'service_health', 'service_minute', 'operation', 'fund', 'fund_book', 'account', 'position',
    'review_item', 'notification']
  loop
    execute format('grant select, insert, update on %I to lastro_web, lastro_worker', t);
  end loop;
  -- What ends its use is deleted: expired keys, old attempts, staged rows of a file that starts over.
  foreach t in array array['user_fund', 'login_attempt', 'idempotency_key', 'schedule_run', 'upload_row', 'upload_chunk', 'job', 'service_minute']
  loop
    execute format('grant delete on %I to lastro_web, lastro_worker', t);
  end loop;
  -- Append-only.
  foreach t in array array['price_reading', 'quote', 'ledger_entry', 'posting', 'position_movement', 'audit_personal']
  loop
    execute format('grant select, insert on %I to lastro_web, lastro_worker', t);
  end loop;
end $$;
grant usage on sequence upload_ordinal to lastro_web, lastro_worker;

-- Column grants keep the application from choosing an event's place: seq and xid are the database's.
grant select on audit_event to lastro_web, lastro_worker;
grant insert (id, at, action, actor_kind, actor_id, subject_type, subject_id, fund_id, request_id, canonical)
  on audit_event to lastro_web, lastro_worker;

do $$
declare t text;
begin
  foreach t in array array['fund_book', 'account', 'ledger_entry', 'posting', 'position', 'position_movement', 'operation', 'upload_fund']
  loop
    execute format('alter table %I enable row level security', t);
    execute format(
      'create policy funds on %I for all to lastro_web
         using ((select lastro.sees_all()) or fund_id = any ((select lastro.fund_ids())::uuid[]))', t);
  end loop;
  foreach t in array array['review_item', 'audit_event']
  loop
    execute format('alter table %I enable row level security', t);
    execute format(
      'create policy funds on %I for select to lastro_web
         using ((select lastro.sees_all()) or fund_id = any ((select lastro.fund_ids())::uuid[]))', t);
    execute format('create policy writing on %I for insert to lastro_web with check (true)', t);
  end loop;
end $$;
-- A person also reads what they did themselves, whatever fund it concerned or none.
create policy own on audit_event for select to lastro_web using (actor_id = (select lastro.person())::text);
alter table audit_personal enable row level security;
create policy events on audit_personal for select to lastro_web
  using (exists (select 1 from audit_event e where e.id = audit_personal.event_id));
create policy writing on audit_personal for insert to lastro_web with check (true);
create policy deciding on review_item for update to lastro_web
  using ((select lastro.sees_all()) or fund_id = any ((select lastro.fund_ids())::uuid[]));

alter table fund enable row level security;
create policy funds on fund for all to lastro_web
  using ((select lastro.sees_all()) or id = any ((select lastro.fund_ids())::uuid[]));

-- A file is seen by who sent it and by who sees one of its funds; a row by who sees its fund.
alter table upload enable row level security;
create policy files on upload for all to lastro_web
  using ((select lastro.sees_all()) or uploaded_by = (select lastro.person())
         or exists (select 1 from upload_fund f where f.upload_id = upload.id and f.fund_id = any ((select lastro.fund_ids())::uuid[])));
alter table upload_row enable row level security;
create policy funds on upload_row for all to lastro_web
  using ((select lastro.sees_all()) or fund_id = any ((select lastro.fund_ids())::uuid[])
         or (fund_id is null and exists (select 1 from upload u where u.id = upload_row.upload_id and u.uploaded_by = (select lastro.person()))));
alter table upload_chunk enable row level security;
create policy files on upload_chunk for all to lastro_web
  using (exists (select 1 from upload u where u.id = upload_chunk.upload_id));


-- The file that holds a content already, whoever sent it: refused bytes need the first one's id.
create function lastro.upload_holding(wanted_kind text, wanted bytea) returns setof uuid
  language sql stable security definer set search_path = public as
$$ select id from upload where kind = wanted_kind and sha256 = wanted and holds_hash $$;
grant execute on function lastro.upload_holding(text, bytea) to lastro_web, lastro_worker;
