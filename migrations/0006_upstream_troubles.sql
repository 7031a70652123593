-- What went wrong with which service, by day and cause.
create table upstream_troubles (
  service text not null,
  cause text not null,
  day date not null,
  times integer not null,
  status integer,
  message text not null,
  last_at timestamptz not null,
  primary key (service, cause, day)
);
