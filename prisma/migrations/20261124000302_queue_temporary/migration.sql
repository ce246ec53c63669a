-- The queue on PostgreSQL delivers more than a few jobs through a temporary table: without the right to make
-- one nothing is ever delivered. The functions with the owner's rights look into no such table.
do $$
begin
  execute format('grant temporary on database %I to lastro_worker', current_database());
end $$;
