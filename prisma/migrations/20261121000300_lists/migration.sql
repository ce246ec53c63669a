-- Lists of what is rare stay quick among a million: an operation that is priced and executed without a
-- person never enters these indexes, so they cost the pipeline nothing.

create index operation_in_review on operation (id) where state = 'PENDING' and wait_reason = 'IN_REVIEW';
create index operation_set_aside on operation (state, id) where state in ('REVERSED', 'REJECTED', 'CANCELLED');
