-- When an operation got its price: `waiting_since` forgets it once the operation waits for cash or position.
alter table operation add column priced_at timestamptz;
-- Until now it is known of those alone that never waited again.
update operation set priced_at = waiting_since
 where quote_id is not null and attempts = 0 and wait_reason is distinct from 'IN_REVIEW';

-- Which files gave operations lately: what a list asks to tell that there are more than it shows.
create index upload_accepted on upload (accepted_at) where accepted_at is not null;
create index upload_accepting on upload (id) where state = 'ACCEPTING';

-- The asset as a list shows it: the source's code, or before a price what the file wrote. One index for
-- both, as of two conditions with `or` between them none is used, and every operation was looked at.
drop index operation_by_asset;
create index operation_by_asset on operation (fund_id, coalesce(asset_code, asset_ref), operation_on, id);
