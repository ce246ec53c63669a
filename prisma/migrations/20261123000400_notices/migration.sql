-- What ANBIMA announces about its lists, each notice once by its own id.
create table price_notice (
  id uuid primary key,
  source_id text not null unique,
  event text not null check (event in ('NOVO', 'ATUALIZACAO', 'ATRASO')),
  item_name text not null,
  asset_class text,
  price_on date not null,
  sent_at text,
  received_at timestamptz not null default now()
);
create index price_notice_list on price_notice (asset_class, price_on);
create trigger append_only before update or delete on price_notice for each row execute function refuse_change();
create trigger no_truncate before truncate on price_notice for each statement execute function refuse_change();
grant select, insert on price_notice to lastro_web;
grant select on price_notice to lastro_worker;
