-- A support assistant's database. Its ids may be text, UUIDs or integers: the test puts them in.
create table documents (
  id serial primary key, content text, embedding vector(384), metadata jsonb,
  search_vector tsvector generated always as (to_tsvector('english', coalesce(content, ''))) stored
);

create index documents_embedding on documents using hnsw (embedding vector_cosine_ops);

create index documents_search on documents using gin (search_vector);

create table sessions_archive (
  session_id ID_TYPE primary key, user_id ID_TYPE, outcome text, metrics jsonb, created_at timestamptz default now()
);

create table session_summaries (session_id ID_TYPE primary key, summary text, created_at timestamptz default now());

create table user_profiles (user_id ID_TYPE primary key, data jsonb, long_term_memory jsonb);

create table identities (
  id serial primary key, external_id text, user_id ID_TYPE references user_profiles (user_id)
);

create table messages (
  id serial primary key, session_id ID_TYPE, role text, content text, created_at timestamptz default now()
);

create table webhooks (webhook_id ID_TYPE primary key, url text, events text[], secret_hash text);

create table webhook_deliveries (
  id serial primary key, webhook_id ID_TYPE references webhooks (webhook_id), status text
);

insert into documents (content, metadata) values
  ('Hold the button for ten seconds.', '{"category": "reset", "source": "faq", "tags": ["a"]}'), (null, null);

insert into user_profiles values (ID(1), '{"name": "Ada"}', null), (ID(2), null, '["Uses Debian"]');

insert into identities (external_id, user_id) values ('12345', ID(1));

insert into sessions_archive (session_id, user_id, outcome, metrics) values
  (ID(3), ID(1), 'resolved', '{"latency": 800, "tokens": 120}'), (ID(4), null, 'escalated', '{"tokens": 12}');

insert into session_summaries (session_id, summary) values (ID(3), 'Wanted a refund.');

insert into messages (session_id, role, content) values
  (ID(5), 'user', 'How do I reset it?'), (ID(5), 'assistant', 'Hold the button.'), (ID(5), 'system', 'Be kind.');

insert into webhooks values (ID(6), 'https://example.org/hook', '{chat.response.generated}', 'abc');

insert into webhook_deliveries (webhook_id, status) values (ID(6), 'delivered');
