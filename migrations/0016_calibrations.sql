-- What an index scores for questions that it does not answer, by the model of its vectors.
create table calibrations (
  embedding text primary key,
  index_version text not null,
  measured jsonb not null,
  created_at timestamptz not null default now()
);
