-- What the book lacks. A wording is known by its hash alone: its words stand in the log, or nowhere.
create table gaps (
  gap_id uuid primary key,
  status text not null default 'open' check (status in ('open', 'closed', 'ignored')),
  opened_at timestamptz not null default now(),
  closed_at timestamptz,
  asked_at timestamptz,
  asked_in_run integer,
  page jsonb,
  proof jsonb
);

create index gaps_in_order on gaps (status, opened_at, gap_id);

create table gap_wordings (
  wording text primary key,
  gap_id uuid not null references gaps (gap_id) on delete cascade
);

create index gap_wordings_gap on gap_wordings (gap_id);

-- Answers that were asked for again after a run; those with a reason were broken by it.
create table regression_checks (
  run_id integer not null,
  query_id uuid not null,
  reason text,
  checked_at timestamptz not null default now(),
  primary key (run_id, query_id)
);

create index regression_checks_broken on regression_checks (checked_at) where reason is not null;

-- When all that a run was to be asked had been asked.
alter table ingestion_runs add column gaps_checked_at timestamptz;
