-- How many challenges were asked of who opened sessions, by day and kind.
create table challenge_days (
  day date not null,
  kind text not null,
  asked integer not null,
  passed integer not null,
  refused integer not null,
  primary key (day, kind)
);
