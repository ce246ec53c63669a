-- A list reads each fund in order and keeps what matches: a filter that lets one row in thirty through reads
-- thirty times a page in every fund. With the columns that filters name inside the index, it never leaves it.
drop index operation_by_day;
drop index operation_by_total;
drop index operation_waiting;
create index operation_by_day on operation (fund_id, operation_on, id) include (state, side, total_cents);
create index operation_by_total on operation (fund_id, total_cents, id) include (state, side, operation_on)
  where total_cents is not null;
create index operation_waiting on operation (fund_id, operation_on, id) include (wait_reason, total_cents)
  where state = 'PENDING';
