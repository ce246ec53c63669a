-- Lists of operations that stay quick among a million, whoever asks, and the views people keep of them.

-- What the policies ask is read from a setting, so that a statement under them may use every core.
alter function lastro.sees_all() parallel safe;
alter function lastro.fund_ids() parallel safe;
alter function lastro.person() parallel safe;

-- Fund first: a person's scope is a set of funds; each is read in order by its own index and the
-- beginnings are merged. What is rare has indexes that the common operation never enters, and what an
-- operation has only at its end is indexed only there, so that a file on its way pays little for them.
create index operation_by_day on operation (fund_id, operation_on, id);
create index operation_by_total on operation (fund_id, total_cents, id) where total_cents is not null;
create index operation_by_asset on operation (fund_id, asset_code, operation_on, id) where asset_code is not null;
create index operation_waiting on operation (fund_id, operation_on, id) where state = 'PENDING';
create index operation_review_by_fund on operation (fund_id, operation_on, id)
  where state = 'PENDING' and wait_reason = 'IN_REVIEW';
create index operation_set_aside_by_fund on operation (fund_id, state, operation_on, id)
  where state in ('REVERSED', 'REJECTED', 'CANCELLED');

-- A filter, its order and its columns under a name. Private: whoever made it sees it, nobody else.
create table saved_view (
  id uuid primary key,
  user_id uuid not null references app_user,
  screen text not null check (screen in ('operacoes', 'arquivos', 'revisao', 'fundos')),
  name text not null check (length(name) between 1 and 60),
  query text not null check (length(query) <= 2000),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index saved_view_name on saved_view (user_id, screen, lower(name));
grant select, insert, update, delete on saved_view to lastro_web, lastro_worker;
alter table saved_view enable row level security;
create policy own on saved_view for all to lastro_web using (user_id = (select lastro.person()));
