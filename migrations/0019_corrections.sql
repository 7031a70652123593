-- Answers that owners have corrected: the question stands in the log alone. What is asked again after
-- every run is whether the book answers it now, as the correction says, from the pages that it names.
create table corrections (
  query_id uuid primary key references query_logs (query_id) on delete cascade,
  answer text not null,
  -- The pages that the right answer rests on.
  pages text[] not null default '{}',
  author text not null,
  created_at timestamptz not null default now(),
  was_sent boolean not null default false,
  -- What came of asking it again after the latest run.
  is_met boolean,
  checked_in_run integer,
  checked_at timestamptz
);

create index corrections_in_order on corrections (created_at, query_id);
