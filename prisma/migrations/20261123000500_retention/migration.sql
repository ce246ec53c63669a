-- How long what tells of people is kept, by kind of record, and whose records may not go at all for now.
create table retention_rule (
  kind text primary key check (kind in ('person', 'audit')),
  years int not null check (years between 0 and 100),
  ground text not null check (length(ground) between 10 and 500)
);
insert into retention_rule (kind, years, ground) values
  ('person', 5, 'LGPD, art. 16, I: o cadastro de quem teve acesso é guardado para cumprir obrigação legal ou regulatória.'),
  ('audit', 5, 'LGPD, art. 16, I: quem fez cada ato é guardado na trilha de auditoria para cumprir obrigação legal ou regulatória.');

create table legal_hold (
  id uuid primary key,
  user_id uuid not null references app_user,
  reason text not null check (length(reason) between 10 and 1000),
  placed_at timestamptz not null,
  lifted_at timestamptz
);
create unique index legal_hold_standing on legal_hold (user_id) where lifted_at is null;

create table erasure_request (
  id uuid primary key,
  user_id uuid not null references app_user,
  outcome text not null check (outcome in ('REFUSED', 'MET')),
  ground text,
  kept_until timestamptz,
  values_erased int not null default 0,
  requested_at timestamptz not null,
  check ((outcome = 'REFUSED') = (ground is not null))
);
create index erasure_request_person on erasure_request (user_id, requested_at);
create trigger append_only before update or delete on erasure_request for each row execute function refuse_change();
create trigger no_truncate before truncate on erasure_request for each statement execute function refuse_change();

grant select on retention_rule, legal_hold, erasure_request to lastro_web, lastro_worker;
grant update on retention_rule to lastro_worker;
grant insert, update on legal_hold to lastro_worker;
grant insert on erasure_request to lastro_worker;

-- Audit events that hold values of a person: their own, their tokens', and the mail that went to them.
create function lastro.personal_events(person uuid) returns table (event_id uuid, at timestamptz)
  language sql stable security definer set search_path = public as $$
  select e.id, e.at from audit_event e
   where (e.subject_id = person
          or e.subject_id in (select id from notification where user_id = person)
          or e.subject_id in (select id from api_token where user_id = person))
     and exists (select 1 from audit_personal p where p.event_id = e.id and p.salt is not null)
$$;

-- What keeps a person's records now: each reason with its end, none when they may go.
create function lastro.kept_because(person uuid) returns table (kind text, ground text, until timestamptz)
  language sql stable security definer set search_path = public as $$
  select 'hold', h.reason, null::timestamptz from legal_hold h where h.user_id = person and h.lifted_at is null
  union all
  select 'active', 'A pessoa ainda tem acesso.', null from app_user u where u.id = person and u.disabled_at is null
  union all
  select r.kind, r.ground, u.disabled_at + make_interval(years => r.years)
    from app_user u join retention_rule r on r.kind = 'person'
   where u.id = person and u.disabled_at + make_interval(years => r.years) > now()
  union all
  select r.kind, r.ground, max(e.at) + make_interval(years => r.years)
    from lastro.personal_events(person) e join retention_rule r on r.kind = 'audit'
   group by r.kind, r.ground, r.years having max(e.at) + make_interval(years => r.years) > now()
$$;

-- Erases the values and their salts; what the sealed events committed to stays as it was. The database
-- refuses by itself while anything keeps them.
create function lastro.erase_person(person uuid) returns int
  language plpgsql security definer set search_path = public as $$
declare erased int;
begin
  if exists (select 1 from lastro.kept_because(person)) then
    raise exception 'records of % are kept', person using errcode = 'insufficient_privilege';
  end if;
  update audit_personal set salt = null, value = null where event_id in (select event_id from lastro.personal_events(person));
  get diagnostics erased = row_count;
  update app_user set name = 'Pessoa apagada', email = 'apagada-' || id || '@invalid', password_hash = '' where id = person;
  delete from user_totp where user_id = person;
  delete from user_recovery_code where user_id = person;
  delete from user_link where user_id = person;
  return erased;
end $$;
revoke execute on function lastro.erase_person(uuid), lastro.kept_because(uuid), lastro.personal_events(uuid) from public;
grant execute on function lastro.erase_person(uuid), lastro.kept_because(uuid) to lastro_worker;
