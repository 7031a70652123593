-- A textbook chatbot's database from before sessions, with rows as years of use leave them.
create table query_logs (
  id serial primary key, question text not null, answer text not null, sources jsonb,
  latency_ms real, created_at timestamptz default now()
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

insert into query_logs (question, answer, sources, latency_ms) values
  ('What is a node?', 'A process.', '[{"text": "A node is a process.", "source": "docs/nodes.md", "part": "ROS", "section": "Nodes"}]', 812.5),
  ('Without sources?', 'None.', null, null),
  ('An object?', 'One.', '{"source": "docs/one.md"}', 3);

insert into ingestion_runs (status, completed_at, total_chapters, total_passages, error_message) values
  ('completed', now(), 3, 40, null), ('failed', now(), null, null, 'GitHub was away'),
  ('running', null, null, null, null), ('running', null, null, null, null);

insert into ingestion_chapters (run_id, source_path, part_number, chapter_title, passages_created, status) values
  (1, 'docs/a.md', 1, 'A', 10, 'failed'), (1, 'docs/a.md', 1, 'A', 12, 'completed'),
  (1, 'docs/b.md', 2, null, null, 'completed');
