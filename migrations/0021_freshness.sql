-- What an owner should know of a page stands beside the page, however long ago it was read.
alter table chapters add column warnings text[] not null default '{}';

update chapters c set warnings = told.warnings
from (
  select distinct on (source_path) source_path, warnings from ingestion_chapters
  where status = 'completed' order by source_path, run_id desc) told
where told.source_path = c.source_path and told.warnings <> '{}';

create index chapters_warned on chapters (source_path) where warnings <> '{}';

-- At which commit a run has listed each repository.
create table ingestion_sources (
  run_id integer not null references ingestion_runs (id) on delete cascade,
  source text not null,
  place text not null,
  ref text not null,
  commit text not null,
  committed_at timestamptz,
  subject text not null default '',
  listed_at timestamptz not null default now(),
  primary key (run_id, source)
);

create index gaps_closed_in on gaps ((proof ->> 'run_id')) where proof is not null;
