-- The audit log's screen: events over time, and investigations that are kept and shared.

-- Between which instants and numbers the whole log lies, for drawing events over time: nobody's secret,
-- and asked past row-level security, under which the ends would be looked for event by event.
create function lastro.event_span(out first_at timestamptz, out last_at timestamptz, out first_seq bigint, out last_seq bigint)
  language sql stable security definer set search_path = public as
$$
  select (select min(at) from audit_event), (select max(at) from audit_event),
         (select min(seq) from audit_event), (select max(seq) from audit_event)
$$;
grant execute on function lastro.event_span() to lastro_web, lastro_worker;

-- Filters of the audit log are kept too. A view that its person shares is read by everybody and changed by
-- nobody else; what it shows each reader is what they may see.
alter table saved_view drop constraint saved_view_screen_check;
alter table saved_view add constraint saved_view_screen_check
  check (screen in ('operacoes', 'arquivos', 'revisao', 'fundos', 'auditoria'));
alter table saved_view add column is_shared boolean not null default false;
create index saved_view_shared on saved_view (screen, lower(name)) where is_shared;
create policy shared on saved_view for select to lastro_web using (is_shared and (select lastro.person()) is not null);
