-- From a file to a confirmed import: staged and previewed before anybody confirms, read another way,
-- mended line by line, sent back as a correction, remembered by its header, taken back whole.

alter table upload drop constraint upload_state_check;
alter table upload add constraint upload_state_check check (state in (
  'RECEIVING', 'AWAITING_CONFIRMATION', 'SPLITTING', 'STAGING', 'PREVIEWED', 'ACCEPTING', 'PROCESSING', 'DONE', 'REFUSED', 'CANCELLED'));
alter table upload
  add column parent_id uuid references upload,
  -- What a person corrected of how the file is read, and how often it was read.
  add column reading jsonb not null default '{}',
  add column reading_no int not null default 0,
  add column preview jsonb,
  add column rows_changed_at timestamptz,
  -- A spreadsheet is read from a text made of it; the bytes as received stay under storage_key.
  add column text_key text,
  add column text_bytes bigint,
  add column sheets text[];
create index upload_parent on upload (parent_id, id) where parent_id is not null;

-- What a person wrote instead of a line's fields; null means that the line is left out.
create table upload_edit (
  upload_id uuid not null,
  row_no int not null,
  fields text[],
  kind text not null,
  edited_by uuid not null references app_user,
  edited_at timestamptz not null default now(),
  sent_in uuid references upload,
  primary key (upload_id, row_no)
);

-- How files with the same header are read, as a person once said.
create table import_layout (
  id uuid primary key,
  fund_id uuid references fund,
  fingerprint text not null check (length(fingerprint) <= 20000),
  name text not null,
  reading jsonb not null,
  created_by uuid not null references app_user,
  created_at timestamptz not null default now(),
  used_at timestamptz not null default now(),
  forgotten_at timestamptz
);
create unique index import_layout_header on import_layout (coalesce(fund_id, '00000000-0000-0000-0000-000000000000'), md5(fingerprint))
  where forgotten_at is null;

-- Who has a file open, and at which step.
create table upload_presence (
  upload_id uuid not null references upload,
  user_id uuid not null references app_user,
  step text not null,
  seen_at timestamptz not null default now(),
  primary key (upload_id, user_id)
);

create table upload_reversal (
  id uuid primary key,
  upload_id uuid not null unique references upload,
  state text not null check (state in ('RUNNING', 'DONE')),
  reason text not null,
  requested_by uuid not null references app_user,
  requested_at timestamptz not null default now(),
  finished_at timestamptz
);
create table upload_reversal_row (
  reversal_id uuid not null references upload_reversal,
  operation_id uuid not null,
  fund_id uuid not null,
  row_no int not null,
  bucket text not null check (bucket in ('REVERTED', 'KEPT', 'FAILED')),
  code text not null,
  primary key (reversal_id, operation_id)
);
create index upload_reversal_row_bucket on upload_reversal_row (reversal_id, bucket, row_no);

-- A file taken back whole may be sent again: its operations give their identifiers free.
alter table operation add column taken_back_at timestamptz;
drop index operation_external;
create unique index operation_external on operation (fund_id, external_id, taken_back_at) nulls not distinct;

do $$
declare t text;
begin
  foreach t in array array['upload_edit', 'import_layout', 'upload_presence', 'upload_reversal', 'upload_reversal_row']
  loop
    execute format('grant select, insert, update on %I to lastro_web, lastro_worker', t);
    execute format('alter table %I enable row level security', t);
  end loop;
  foreach t in array array['upload_edit', 'upload_presence', 'upload_reversal_row']
  loop
    execute format('grant delete on %I to lastro_web, lastro_worker', t);
  end loop;
end $$;

-- An edit is seen by who sees the line, presence and reversal by who sees the file, a layout by its fund.
create policy lines on upload_edit for all to lastro_web
  using (exists (select 1 from upload_row r where r.upload_id = upload_edit.upload_id and r.row_no = upload_edit.row_no));
create policy files on upload_presence for all to lastro_web
  using (exists (select 1 from upload u where u.id = upload_presence.upload_id));
create policy files on upload_reversal for all to lastro_web
  using (exists (select 1 from upload u where u.id = upload_reversal.upload_id));
create policy funds on upload_reversal_row for all to lastro_web
  using ((select lastro.sees_all()) or fund_id = any ((select lastro.fund_ids())::uuid[]));
create policy funds on import_layout for all to lastro_web
  using (fund_id is null or (select lastro.sees_all()) or fund_id = any ((select lastro.fund_ids())::uuid[]));
