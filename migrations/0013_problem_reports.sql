-- What agents have told of pages, for the owner's list of gaps.
create table problem_reports (
  report_id uuid primary key,
  path text,
  problem text,
  created_at timestamptz not null default now()
);

create index problem_reports_created on problem_reports (created_at);
