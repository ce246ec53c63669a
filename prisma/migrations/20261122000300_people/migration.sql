-- People: mailed links (invitation, forgotten password), second factor, and what two people decide together.

-- A person exists from the invitation on; they have no password until they set one.
alter table app_user alter column password_hash drop not null;
-- Until when a person whose role asks for the second factor may still work without it.
alter table app_user add column totp_grace_until timestamptz;

-- A single-use link in a mail. The token is made when the mail is: only its SHA-256 is ever stored.
create table user_link (
  id uuid primary key,
  kind text not null check (kind in ('INVITATION', 'PASSWORD')),
  user_id uuid not null references app_user,
  token_hash bytea unique,
  created_at timestamptz not null,
  created_by uuid references app_user,
  expires_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz,
  check (used_at is null or revoked_at is null)
);
create unique index user_link_open on user_link (user_id, kind) where used_at is null and revoked_at is null;

-- The second factor. The secret is sealed (AES-256-GCM); `last_step` is the newest 30-second step whose code was taken.
create table user_totp (
  user_id uuid primary key references app_user,
  secret bytea not null,
  created_at timestamptz not null,
  confirmed_at timestamptz,
  last_step bigint not null default 0,
  failed_count int not null default 0,
  failed_at timestamptz
);
create table user_recovery_code (
  user_id uuid not null references app_user,
  code_hash bytea not null,
  created_at timestamptz not null,
  used_at timestamptz,
  primary key (user_id, code_hash)
);

-- Which roles must have the second factor, as far as two people changed it; who decides or lets others in must.
create table role_policy (
  role text primary key check (role in ('gestor', 'operacao', 'auditor', 'auditor_externo', 'admin')),
  requires_totp boolean not null default false,
  updated_at timestamptz not null default now()
);
create function role_requires_totp(wanted text) returns boolean language sql stable as
$$ select coalesce((select requires_totp from role_policy where role = wanted), wanted in ('auditor', 'admin')) $$;

-- What one person asks for and another decides. What is asked never changes: a different wish is another request.
create table access_request (
  id uuid primary key,
  kind text not null check (kind in ('INVITATION', 'ACCESS', 'TOTP_RESET', 'POLICY')),
  -- Whose access it is; null for a rule that concerns a role.
  user_id uuid references app_user,
  subject text not null,
  before jsonb not null,
  after jsonb not null,
  reason text not null check (length(reason) between 3 and 1000),
  state text not null default 'PENDING' check (state in ('PENDING', 'APPROVED', 'REJECTED', 'WITHDRAWN')),
  requested_by uuid not null references app_user,
  requested_at timestamptz not null,
  decided_by uuid references app_user,
  decided_at timestamptz,
  decision_reason text,
  check ((user_id is null) = (kind = 'POLICY')),
  check ((state = 'PENDING') = (decided_by is null)),
  check ((decided_by is null) = (decided_at is null)),
  -- Two people, and neither is the one whose access it is.
  constraint access_request_two_people check (state not in ('APPROVED', 'REJECTED') or decided_by <> requested_by),
  constraint access_request_not_own check (requested_by <> user_id and (decided_by is null or state = 'WITHDRAWN' or decided_by <> user_id)),
  constraint access_request_withdrawn check (state <> 'WITHDRAWN' or decided_by = requested_by)
);
create unique index access_request_open on access_request (subject, kind) where state = 'PENDING';
create index access_request_user on access_request (user_id, requested_at desc);
create index access_request_waiting on access_request (requested_at, id) where state = 'PENDING';
create index user_session_person on user_session (user_id, last_seen_at desc);

grant select, insert, update on user_link, user_totp, user_recovery_code, role_policy to lastro_web, lastro_worker;
grant execute on function role_requires_totp(text) to lastro_web, lastro_worker;
grant delete on user_totp, user_recovery_code to lastro_web, lastro_worker;
grant select, insert on access_request to lastro_web, lastro_worker;
grant update (state, decided_by, decided_at, decision_reason) on access_request to lastro_web, lastro_worker;

-- A decision is taken once.
create function refuse_second_decision() returns trigger language plpgsql as $$
begin
  if old.state <> 'PENDING' then
    raise exception 'access_request % is decided', old.id using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger access_request_once before update on access_request
  for each row execute function refuse_second_decision();
