-- The sealed log: events in the order in which their transactions became visible, numbered without a
-- gap, as leaves of one RFC 6962 tree; a signed checkpoint of each size that left the machine.

-- Late commits sort behind what is sealed, so that the sealer reads on from where it was.
create index audit_event_order on audit_event (xid, seq);

create table audit_leaf (
  seq bigint primary key check (seq >= 0),
  event_id uuid not null unique,
  hash bytea not null check (length(hash) = 32)
);

create table audit_checkpoint (
  size bigint primary key check (size > 0),
  root bytea not null check (length(root) = 32),
  note text not null,
  at timestamptz not null default now()
);

-- Where the sealer is: one row. Everything in it but the place can be derived from the leaves again.
create table audit_sealer (
  id boolean primary key default true check (id),
  -- Transaction ids count within one cluster; in another (a logical restore) they start again.
  cluster text not null,
  -- Events up to this number came with a restore, whose transaction ids say nothing.
  restored_through bigint not null default 0,
  last_xid xid8 not null default '0',
  last_event bigint not null default 0,
  size bigint not null default 0,
  roots bytea[] not null default '{}',
  public_key bytea,
  halted_at timestamptz,
  halted_because text
);

do $$
declare t text;
begin
  foreach t in array array['audit_leaf', 'audit_checkpoint']
  loop
    execute format('create trigger append_only before update or delete on %I for each row execute function refuse_change()', t);
    execute format('create trigger no_truncate before truncate on %I for each statement execute function refuse_change()', t);
    execute format('grant select on %I to lastro_web', t);
    execute format('grant select, insert on %I to lastro_worker', t);
  end loop;
end $$;
grant select on audit_sealer to lastro_web;
grant select, insert, update on audit_sealer to lastro_worker;

-- Takes up a log that came by a logical restore: what it holds is all committed, which a moment without
-- writers makes sure of, and goes by the events' own order.
create function lastro.take_up_restored_log() returns void
  language plpgsql security definer set search_path = public as $$
begin
  lock table audit_event in share row exclusive mode;
  update audit_sealer set cluster = (select system_identifier::text from pg_control_system()), last_xid = '0', last_event = 0,
         restored_through = coalesce((select max(seq) from audit_event), 0);
end $$;
revoke execute on function lastro.take_up_restored_log() from public;
grant execute on function lastro.take_up_restored_log() to lastro_worker;
