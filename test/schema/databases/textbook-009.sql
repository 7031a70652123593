-- The textbook chatbot's database once it had sessions.
create table sessions (
  id uuid primary key, created_at timestamptz default now(), last_active_at timestamptz default now()
);

create table query_logs (
  id serial primary key, question text not null, answer text not null, sources jsonb,
  latency_ms real, created_at timestamptz default now(), session_id uuid references sessions(id),
  retrieval_mode varchar(20) default 'full_book', selected_text text
);

create table ingestion_runs (
  id serial primary key, started_at timestamptz default now(), completed_at timestamptz,
  total_chapters integer, total_passages integer, status varchar(20) not null, error_message text
);

create table ingestion_chapters (
  id serial primary key, run_id integer references ingestion_runs(id), source_path text not null,
  part_number integer not null, chapter_title text, passages_created integer default 0,
  status varchar(20) not null, error_message text
);

insert into sessions (id, created_at, last_active_at) values
  ('0b2e3b44-3c5a-4d38-9f3e-0f1d35b3d001', now() - interval '3 days', now() - interval '2 days'),
  ('0b2e3b44-3c5a-4d38-9f3e-0f1d35b3d002', null, null);

insert into query_logs (question, answer, sources, session_id, retrieval_mode, selected_text) values
  ('What is a topic?', 'A bus.', '["docs/topics.md"]', '0b2e3b44-3c5a-4d38-9f3e-0f1d35b3d001', 'full_book', null),
  ('And this?', 'That.', '[]', '0b2e3b44-3c5a-4d38-9f3e-0f1d35b3d001', 'selected_text', 'A selection'),
  ('Nobody asked', 'Nothing.', null, null, null, null);

insert into ingestion_runs (status, completed_at, total_chapters, total_passages) values
  ('completed', now(), 1, 4);

insert into ingestion_chapters (run_id, source_path, part_number, status) values
  (1, 'docs/topics.md', 3, 'completed');
