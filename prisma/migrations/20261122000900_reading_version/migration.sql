-- Two people choose how one file is read: which choice a person saw when they made theirs, and whose it was.
alter table upload
  add column reading_version int not null default 0,
  add column reading_by uuid references app_user,
  add column reading_at timestamptz;
