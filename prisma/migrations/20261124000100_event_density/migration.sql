-- Between which instants and numbers the whole log lies, for drawing events over time: nobody's secret,
-- and asked past row-level security, under which the ends would be looked for event by event.
create function lastro.event_span(out first_at timestamptz, out last_at timestamptz, out first_seq bigint, out last_seq bigint)
  language sql stable security definer set search_path = public as
$$
  select (select min(at) from audit_event), (select max(at) from audit_event),
         (select min(seq) from audit_event), (select max(seq) from audit_event)
$$;
grant execute on function lastro.event_span() to lastro_web, lastro_worker;
