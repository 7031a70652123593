-- Answers that readers share by a link: whose answer it is, who may read it, and until when. The words
-- stand in the log alone.
create table shared_answers (
  shared_id uuid primary key,
  query_id uuid not null unique references query_logs (query_id) on delete cascade,
  session_id uuid not null references sessions (id) on delete cascade,
  -- The groups of the reader who shares it: only who is of all of them reads it.
  groups text[] not null default '{}',
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);

create index shared_answers_session on shared_answers (session_id);

create index shared_answers_expiry on shared_answers (expires_at);
