-- An erased session stays known as such, so that its id is never given again.
alter table erased_sessions add column if not exists swept_at timestamptz;

create index if not exists erased_sessions_unswept on erased_sessions (erased_at) where swept_at is null;
