-- A correction goes on by an item about corrections only, of the correction's own fund; the set and the
-- entries that are no reversal are the worker's to write.
create or replace function lastro.check_repricing() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as
$$
begin
  if not exists (select 1 from repricing_operation r join review_item i on i.subject_type = 'repricing' and i.subject_id = r.repricing_id
                  where r.id = new.cause_id and r.fund_id = new.fund_id and i.state = 'DECIDED' and i.outcome = 'APPROVED') then
    raise exception using errcode = 'LR009', message = 'nobody approved this correction';
  end if;
  return new;
end
$$;
alter function lastro.review_authors(text, uuid) set search_path = public, pg_temp;

revoke insert, update on repricing, repricing_operation from lastro_web;
create policy only_reversals on ledger_entry as restrictive for insert to lastro_web with check (kind = 'reversal');
