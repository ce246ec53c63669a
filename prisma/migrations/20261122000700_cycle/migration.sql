-- A file that a person stops on its way, one that nobody confirms, and which line a line corrects.

alter table upload drop constraint upload_state_check;
alter table upload add constraint upload_state_check check (state in (
  'RECEIVING', 'AWAITING_CONFIRMATION', 'SPLITTING', 'STAGING', 'PREVIEWED', 'ACCEPTING', 'PROCESSING', 'STOPPING', 'DONE', 'REFUSED', 'CANCELLED'));
alter table upload
  add column cancelled_at timestamptz,
  -- Nobody: the system, for the reason that the code says.
  add column cancelled_by uuid references app_user,
  add column cancel_code text check (cancel_code in ('PERSON', 'ABANDONED', 'EXPIRED')),
  -- How many funds the file's lines name; null while some line names none that is known.
  add column fund_count int;

-- The row of the parent file that a correction's row names by its key.
alter table upload_row add column corrects_row int;
create index upload_row_corrects on upload_row (upload_id, corrects_row) where corrects_row is not null;

create index upload_edit_sent on upload_edit (sent_in) where sent_in is not null;

-- Who sees a fund sees from the staging on which files have lines of it; another reading begins anew.
grant delete on upload_fund to lastro_worker;
