-- The foundation: people, funds, jobs, files, prices, operations, ledger, review, audit.
-- Money is bigint centavos; prices and quantities are numeric with an upper bound, which NaN fails.
-- Ids are UUIDv7 made by the application. Foreign keys stand where rows are few; the hot tables
-- (upload_row, posting, ledger_entry, audit_event) are written set-based and checked by `lastro conferir`.

-- People ---------------------------------------------------------------------------------------

create table app_user (
  id uuid primary key,
  email text not null,
  name text not null,
  password_hash text not null,
  role text not null check (role in ('gestor', 'operacao', 'auditor', 'auditor_externo', 'admin')),
  sees_all_funds boolean not null default false,
  access_until timestamptz,
  session_version int not null default 1,
  disabled_at timestamptz,
  created_at timestamptz not null default now()
);
create unique index app_user_email on app_user (lower(email));

create table fund (
  id uuid primary key,
  code text not null unique check (code ~ '^[A-Z0-9][A-Z0-9_-]{1,31}$'),
  name text not null,
  cnpj text not null unique check (cnpj ~ '^[0-9A-Z]{12}[0-9]{2}$'),
  rounding text not null default 'HALF_UP' check (rounding in ('HALF_UP', 'TRUNCATE')),
  price_basis text not null default 'anbima' check (price_basis in ('anbima', 'informado')),
  price_sources jsonb not null default '{}',
  jump_limit numeric(9, 6) not null default 0.05 check (jump_limit > 0 and jump_limit <= 10),
  traded_price_limit numeric(9, 6) not null default 0.05 check (traded_price_limit > 0 and traded_price_limit <= 10),
  stale_business_days int not null default 0 check (stale_business_days between 0 and 30),
  cut_off_time time not null default '18:00',
  service_time_s int not null default 300 check (service_time_s between 1 and 86400),
  created_at timestamptz not null default now()
);

create table user_fund (
  user_id uuid not null references app_user,
  fund_id uuid not null references fund,
  primary key (user_id, fund_id)
);

create table user_session (
  id uuid primary key,
  user_id uuid not null references app_user,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ended_at timestamptz,
  user_agent text
);
create index user_session_user on user_session (user_id) where ended_at is null;

create table login_attempt (
  id bigint generated always as identity primary key,
  email_hash text not null,
  ip_hash text not null,
  succeeded boolean not null,
  at timestamptz not null default now()
);
create index login_attempt_email on login_attempt (email_hash, at);
create index login_attempt_ip on login_attempt (ip_hash, at);

create table api_token (
  id uuid primary key,
  name text not null,
  token_hash bytea not null unique,
  user_id uuid not null references app_user,
  capabilities text[] not null,
  all_funds boolean not null default false,
  fund_ids uuid[] not null default '{}',
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz,
  last_used_at timestamptz
);

create table idempotency_key (
  actor_id uuid not null,
  key text not null check (length(key) between 1 and 200),
  request_hash bytea not null,
  status int,
  response jsonb,
  created_at timestamptz not null default now(),
  primary key (actor_id, key)
);

create table feature_flag (
  name text not null,
  fund_id uuid not null references fund,
  value text not null,
  updated_at timestamptz not null default now(),
  primary key (name, fund_id)
);

create table calendar_override (
  day date primary key,
  is_business_day boolean not null,
  reason text not null,
  requested_by uuid not null references app_user,
  approved_by uuid not null references app_user,
  created_at timestamptz not null default now(),
  check (requested_by <> approved_by)
);

-- Jobs -----------------------------------------------------------------------------------------

create table job (
  id uuid primary key,
  name text not null,
  queue text not null,
  key text not null,
  payload jsonb not null,
  state text not null default 'waiting' check (state in ('waiting', 'claimed', 'done', 'stopped')),
  due_at timestamptz not null default now(),
  attempts int not null default 0,
  lease_token bigint not null default 0,
  lease_until timestamptz,
  leased_by text,
  error_code text,
  error text,
  fund_id uuid,
  subject_id uuid,
  request_id text,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  duration_ms int
) with (fillfactor = 70);
create unique index job_waiting_key on job (name, key) where state = 'waiting';
create index job_due on job (queue, due_at) where state = 'waiting';
create index job_claimed on job (lease_until) where state = 'claimed';
create index job_subject on job (subject_id) where subject_id is not null;
create index job_ended on job (finished_at) where state in ('done', 'stopped');

create table schedule_run (
  name text not null,
  slot timestamptz not null,
  created_at timestamptz not null default now(),
  primary key (name, slot)
);

-- Files ----------------------------------------------------------------------------------------

create sequence upload_ordinal;

create table upload (
  id uuid primary key,
  ordinal bigint not null default nextval('upload_ordinal') unique,
  kind text not null check (kind in ('operacoes')),
  file_name text not null,
  size_bytes bigint not null default 0,
  sha256 bytea,
  holds_hash boolean not null default false,
  storage_key text not null,
  uploaded_by uuid not null references app_user,
  default_fund_id uuid references fund,
  channel text not null check (channel in ('tela', 'rest', 'cli')),
  state text not null check (state in (
    'RECEIVING', 'AWAITING_CONFIRMATION', 'SPLITTING', 'STAGING', 'ACCEPTING', 'PROCESSING', 'DONE', 'REFUSED', 'CANCELLED')),
  refusal_code text,
  refusal jsonb,
  duplicate_of uuid references upload,
  encoding text,
  delimiter text,
  header jsonb,
  chunk_count int,
  row_count int,
  accepted_count int,
  rejected_count int,
  duplicate_count int,
  accepted_through int not null default 0,
  allowed_funds uuid[],
  created_at timestamptz not null default now(),
  confirmed_at timestamptz,
  staged_at timestamptz,
  accepted_at timestamptz,
  finished_at timestamptz
);
create unique index upload_content on upload (kind, sha256) where holds_hash;
create index upload_uploader on upload (uploaded_by, id);

create table upload_fund (
  upload_id uuid not null references upload,
  fund_id uuid not null references fund,
  accepted_count int not null default 0,
  primary key (upload_id, fund_id)
);
create index upload_fund_fund on upload_fund (fund_id, upload_id);

create table upload_chunk (
  upload_id uuid not null references upload,
  chunk_no int not null,
  byte_start bigint not null,
  byte_end bigint not null,
  first_row int not null,
  first_line int not null,
  row_count int not null,
  staged_at timestamptz,
  primary key (upload_id, chunk_no)
);

-- One record of a file. `state` is its one bucket; VALID is the only passing state.
create table upload_row (
  upload_id uuid not null,
  row_no int not null,
  line_no int not null,
  state text not null check (state in ('VALID', 'ACCEPTED', 'REJECTED', 'DUPLICATE')),
  fund_id uuid,
  external_id text,
  content_hash bytea,
  side text,
  asset_ref text,
  asset_class text,
  quantity numeric(24, 8),
  rate numeric(18, 12),
  operation_on date,
  settlement_on date,
  informed_unit_price numeric(24, 8),
  operation_id uuid,
  code text,
  problem jsonb,
  raw text not null,
  primary key (upload_id, row_no)
);
create index upload_row_problem on upload_row (upload_id, state, row_no) where state in ('REJECTED', 'DUPLICATE');

-- Prices ---------------------------------------------------------------------------------------

create table price_request (
  asset_class text not null check (asset_class in ('fidc', 'cri-cra', 'debentures', 'titulos-publicos')),
  price_on date not null,
  state text not null default 'WAITING' check (state in ('WAITING', 'ANSWERED', 'EMPTY')),
  reading_id uuid,
  code text,
  attempts int not null default 0,
  first_asked_at timestamptz not null default now(),
  next_attempt_at timestamptz,
  answered_at timestamptz,
  primary key (asset_class, price_on)
);
create index price_request_waiting on price_request (next_attempt_at) where state <> 'ANSWERED';

create table price_reading (
  id uuid primary key,
  source text not null,
  asset_class text not null,
  price_on date not null,
  attempt int not null,
  asked_at timestamptz not null,
  answered_at timestamptz not null,
  http_status int not null,
  outcome text not null check (outcome in ('LIST', 'EMPTY')),
  body_sha256 bytea not null,
  body_bytes int not null,
  quote_count int not null,
  revises_id uuid
);
create index price_reading_key on price_reading (asset_class, price_on, answered_at);

create table quote (
  id uuid primary key,
  reading_id uuid not null references price_reading,
  source text not null,
  asset_class text not null,
  asset_code text not null,
  isin text,
  maturity_on date,
  price_on date not null,
  reference_on date,
  unit_price numeric(24, 8) check (unit_price is null or (unit_price > 0 and unit_price < 1e15)),
  bid_rate numeric(24, 10),
  ask_rate numeric(24, 10),
  indicative_rate numeric(24, 10),
  standard_deviation numeric(30, 20),
  band_min numeric(24, 10),
  band_max numeric(24, 10),
  issues text[] not null default '{}',
  revised_from numeric(24, 8),
  raw text not null
);
create index quote_reading on quote (reading_id);
create index quote_asset on quote (asset_code, price_on);

-- The breaker in front of an outside service, shared by every worker.
create table service_health (
  service text primary key,
  state text not null default 'CLOSED' check (state in ('CLOSED', 'OPEN')),
  consecutive_failures int not null default 0,
  opened_at timestamptz,
  probe_at timestamptz,
  calls bigint not null default 0,
  failures bigint not null default 0,
  last_error text,
  updated_at timestamptz not null default now()
);
create table service_minute (
  service text not null,
  minute timestamptz not null,
  calls int not null default 0,
  failures int not null default 0,
  primary key (service, minute)
);

-- Operations -----------------------------------------------------------------------------------

create table operation (
  id uuid primary key,
  fund_id uuid not null,
  external_id text not null,
  upload_id uuid not null,
  upload_ordinal bigint not null,
  row_no int not null,
  side text not null check (side in ('BUY', 'SELL')),
  asset_ref text not null,
  asset_code text,
  asset_class text,
  quantity numeric(24, 8) not null check (quantity > 0 and quantity < 1e15),
  rate numeric(18, 12) not null check (rate >= 0 and rate < 1),
  operation_on date not null,
  settlement_on date,
  informed_unit_price numeric(24, 8) check (informed_unit_price > 0 and informed_unit_price < 1e15),
  content_hash bytea not null,
  state text not null default 'PENDING' check (state in ('PENDING', 'EXECUTED', 'REVERSED', 'REJECTED', 'CANCELLED')),
  wait_reason text check (wait_reason in (
    'AWAITING_PRICE', 'AWAITING_PUBLICATION', 'READY', 'IN_REVIEW', 'INSUFFICIENT_CASH', 'INSUFFICIENT_POSITION')),
  code text,
  attempts int not null default 0,
  next_attempt_at timestamptz,
  quote_id uuid,
  unit_price numeric(24, 8),
  gross_cents bigint,
  tax_cents bigint,
  total_cents bigint,
  created_by uuid not null,
  created_at timestamptz not null default now(),
  waiting_since timestamptz not null default now(),
  executed_at timestamptz,
  check ((state = 'PENDING') = (wait_reason is not null))
) with (fillfactor = 50); -- each row is rewritten twice, in its own page
create unique index operation_external on operation (fund_id, external_id);
create index operation_upload on operation (upload_id, row_no);
create index operation_queue on operation (fund_id, operation_on, side desc, upload_ordinal, row_no)
  where state = 'PENDING' and wait_reason in ('READY', 'INSUFFICIENT_CASH', 'INSUFFICIENT_POSITION');
create index operation_open on operation (upload_id)
  where state = 'PENDING' and wait_reason in ('AWAITING_PRICE', 'READY');
create index operation_unpriced on operation (operation_on, id)
  where state = 'PENDING' and wait_reason in ('AWAITING_PRICE', 'AWAITING_PUBLICATION');

-- Ledger ---------------------------------------------------------------------------------------

-- One row a fund: locking it is locking the fund's books.
create table fund_book (
  fund_id uuid primary key references fund,
  last_seq bigint not null default 0
);

create table account (
  id uuid primary key,
  fund_id uuid not null references fund,
  code text not null,
  name text not null,
  balance_cents bigint not null default 0,
  min_cents bigint,
  unique (fund_id, code),
  check (min_cents is null or balance_cents >= min_cents)
);

create table ledger_entry (
  id uuid primary key,
  fund_id uuid not null,
  fund_seq bigint not null,
  kind text not null check (kind in ('opening', 'contribution', 'operation', 'reversal')),
  cause_id uuid not null,
  reverses_id uuid,
  effective_on date not null,
  posted_at timestamptz not null,
  unique (kind, cause_id),
  unique (fund_id, fund_seq),
  check ((kind = 'reversal') = (reverses_id is not null))
);
create unique index ledger_entry_reversed_once on ledger_entry (reverses_id) where reverses_id is not null;
create index ledger_entry_instant on ledger_entry (fund_id, posted_at, fund_seq);

create table posting (
  account_id uuid not null,
  fund_seq bigint not null,
  entry_id uuid not null,
  fund_id uuid not null,
  amount_cents bigint not null check (amount_cents <> 0 and amount_cents between -1000000000000000 and 1000000000000000),
  balance_after_cents bigint not null,
  posted_at timestamptz not null,
  primary key (account_id, fund_seq)
);

create table position (
  fund_id uuid not null references fund,
  asset_code text not null,
  quantity numeric(24, 8) not null check (quantity >= 0 and quantity < 1e16),
  primary key (fund_id, asset_code)
);

create table position_movement (
  fund_id uuid not null,
  asset_code text not null,
  fund_seq bigint not null,
  entry_id uuid not null,
  quantity numeric(24, 8) not null check (quantity <> 0 and quantity > -1e16 and quantity < 1e16),
  quantity_after numeric(24, 8) not null check (quantity_after >= 0),
  posted_at timestamptz not null,
  primary key (fund_id, asset_code, fund_seq)
);

create function posting_is_balanced() returns trigger language plpgsql as $$
declare bad uuid;
begin
  select entry_id into bad from new_posting group by entry_id having sum(amount_cents) <> 0 limit 1;
  if bad is not null then
    raise exception 'entry % does not add up to zero', bad using errcode = 'check_violation', constraint = 'posting_zero_sum';
  end if;
  return null;
end $$;
create trigger posting_zero_sum after insert on posting
  referencing new table as new_posting for each statement execute function posting_is_balanced();

-- Review ---------------------------------------------------------------------------------------

create table review_item (
  id uuid primary key,
  subject_type text not null,
  subject_id uuid not null,
  fund_id uuid,
  reason text not null,
  evidence jsonb not null,
  state text not null default 'OPEN' check (state in ('OPEN', 'DECIDED', 'WITHDRAWN')),
  opened_at timestamptz not null default now(),
  closed_at timestamptz
);
create unique index review_item_open on review_item (subject_id, reason) where state = 'OPEN';
create index review_item_fund on review_item (fund_id, opened_at) where state = 'OPEN';

-- Notifications --------------------------------------------------------------------------------

create table notification (
  id uuid primary key,
  kind text not null,
  dedupe_key text not null unique,
  user_id uuid not null references app_user,
  subject_id uuid not null,
  state text not null default 'PENDING' check (state in ('PENDING', 'SENDING', 'SENT', 'REFUSED', 'UNKNOWN')),
  message_id text,
  created_at timestamptz not null default now(),
  sent_at timestamptz
);

-- Audit ----------------------------------------------------------------------------------------

-- `canonical` holds the exact bytes that will be hashed and sealed; the other columns are for finding.
create table audit_event (
  seq bigint generated always as identity primary key,
  xid xid8 not null default pg_current_xact_id(),
  id uuid not null unique,
  at timestamptz not null,
  action text not null,
  actor_kind text not null,
  actor_id text not null,
  subject_type text not null,
  subject_id uuid not null,
  fund_id uuid,
  request_id text,
  canonical bytea not null
);
create index audit_event_subject on audit_event (subject_id, seq);

-- Personal values live apart: erasing salt and value leaves the commitment in `canonical` verifiable.
create table audit_personal (
  event_id uuid not null,
  field text not null,
  salt bytea,
  value text,
  primary key (event_id, field),
  check ((salt is null) = (value is null))
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger audit_event_append_only before update or delete on audit_event
  for each row execute function refuse_change();
create trigger audit_event_no_truncate before truncate on audit_event
  for each statement execute function refuse_change();
create trigger ledger_entry_append_only before update or delete on ledger_entry
  for each row execute function refuse_change();
create trigger ledger_entry_no_truncate before truncate on ledger_entry
  for each statement execute function refuse_change();
create trigger posting_append_only before update or delete on posting
  for each row execute function refuse_change();
create trigger posting_no_truncate before truncate on posting
  for each statement execute function refuse_change();
create trigger position_movement_append_only before update or delete on position_movement
  for each row execute function refuse_change();
create trigger position_movement_no_truncate before truncate on position_movement
  for each statement execute function refuse_change();
