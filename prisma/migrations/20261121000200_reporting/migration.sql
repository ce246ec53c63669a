-- Stable, documented views for BI tools and for anyone who checks us (docs/reporting.md).

create schema reporting;

create view reporting.ledger_entry as
  select p.entry_id || ':' || p.account_id as entry_id, p.entry_id as tx_id, p.account_id, p.fund_id, p.amount_cents, p.posted_at
    from posting p;

create view reporting.account_balance as
  select id as account_id, fund_id, balance_cents, min_cents from account;

create view reporting.upload_row as
  select upload_id, row_no, state, state <> 'VALID' as terminal, operation_id, code as reason from upload_row;

create view reporting.operation as
  select id as operation_id, external_id, fund_id, state, state <> 'PENDING' as terminal, total_cents as amount_cents, unit_price
    from operation;

create view reporting.execution as
  select cause_id as operation_id, id as tx_id from ledger_entry where kind = 'operation';

create view reporting.audit_event as
  select seq, id as event_id, action, subject_id, at from audit_event;

create view reporting.job as
  select id as job_id, name, state, due_at, attempts, error_code as error from job;

create view reporting.notification as
  select dedupe_key, state, message_id from notification;

grant usage on schema reporting to lastro_reporting, lastro_worker;
grant select on all tables in schema reporting to lastro_reporting, lastro_worker;
