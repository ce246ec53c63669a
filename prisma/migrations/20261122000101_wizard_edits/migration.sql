-- An edit says which text it replaces, so that it outlives another reading of the file and nothing else,
-- and what is still wrong with it.
alter table upload_edit
  add column raw_hash text not null,
  add column problem jsonb;
