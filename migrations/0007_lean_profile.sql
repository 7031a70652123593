-- The state where there is no Redis, and the vectors of answered questions where there is no Qdrant.
create table kv (
  key text collate "C" primary key,
  value text not null,
  expires_at timestamptz
);

create index kv_expiry on kv (expires_at) where expires_at is not null;

create table answer_points (
  query_hash text primary key,
  vector vector not null,
  query_id uuid not null,
  session_id uuid not null,
  guard text not null,
  index_version text not null,
  model text not null,
  embedding text not null,
  expires_at bigint not null
);

create index answer_points_guard on answer_points (guard);

create index answer_points_session on answer_points (session_id);
