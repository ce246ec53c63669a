-- The same asset said by `case`: `coalesce` counts as able to leak, so that below row-level security no
-- index is asked by it.
drop index operation_by_asset;
create index operation_by_asset
  on operation (fund_id, (case when asset_code is null then asset_ref else asset_code end), operation_on, id);
