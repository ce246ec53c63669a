-- What the screens keep of each person, and what a fund's page reads of its trail.

-- A notification is also read on screen: until `read_at` it counts as new.
alter table notification add column read_at timestamptz;
create index notification_inbox on notification (user_id, created_at desc, id desc);
create index notification_unread on notification (user_id) where read_at is null;

create table user_preference (
  user_id uuid not null references app_user,
  name text not null check (name in ('shortcuts')),
  value text not null check (length(value) <= 200),
  updated_at timestamptz not null default now(),
  primary key (user_id, name)
);
grant select, insert, update on user_preference to lastro_web, lastro_worker;
alter table user_preference enable row level security;
create policy own on user_preference for all to lastro_web using (user_id = (select lastro.person()));

-- What happened to a fund, newest first. The events that every operation leaves are read with the
-- operation; out of this index they cost the pipeline nothing.
create index audit_event_fund on audit_event (fund_id, seq)
  where action not in ('operation.price', 'operation.execute', 'review.open', 'review.withdraw');
