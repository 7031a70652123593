-- What the desk sums up of a month and of ninety days is read from rows of a day, and not counted anew.

-- Costs: with the other figures of a closed day. Those of the days that are closed are counted now.
create table cost_days (
  day timestamptz not null,
  page text,
  channel text not null,
  from_cache boolean not null,
  questions bigint not null,
  measured bigint not null,
  prompt_tokens numeric,
  completion_tokens numeric
);

create index cost_days_day on cost_days (day);

create function costs_between(since timestamptz, until timestamptz)
returns setof cost_days
language sql stable as $$
  select date_trunc('day', l.created_at),
    (select one ->> 'source' from jsonb_array_elements(l.sources) one
      where one -> 'is_cited' = 'true' limit 1),
    -- One by one, for a join would read all sessions there are.
    coalesce((select coalesce(s.metadata ->> 'channel', 'page') from sessions s
      where s.id = l.session_id), 'erased'),
    l.cached is not null, count(*), count(l.usage ->> 'prompt_tokens'),
    sum((l.usage ->> 'prompt_tokens')::bigint), sum((l.usage ->> 'completion_tokens')::bigint)
  from query_logs l where l.created_at >= since and l.created_at < until group by 1, 2, 3, 4
$$;

insert into cost_days select * from costs_between('-infinity', open_since());

create or replace function close_days(most integer) returns integer language plpgsql as $$
declare
  first_open timestamptz;
  closed integer := 0;
begin
  -- One at a time: whoever comes second finds the work done by the next run.
  if not pg_try_advisory_xact_lock(7203945811) then return 0; end if;
  select greatest(date_trunc('day', min(created_at)), open_since()) into first_open from query_logs;
  while closed < most and first_open < date_trunc('day', now()) - interval '1 day' loop
    insert into usage_days select * from usage_between(first_open, first_open + interval '1 day');
    insert into latency_days select * from latency_between(first_open, first_open + interval '1 day');
    insert into saving_days select * from savings_between(first_open, first_open + interval '1 day');
    insert into citation_days select * from citations_between(first_open, first_open + interval '1 day');
    insert into cost_days select * from costs_between(first_open, first_open + interval '1 day');
    insert into closed_days (day) values (first_open);
    first_open := first_open + interval '1 day';
    closed := closed + 1;
  end loop;
  return closed;
end
$$;

-- Ratings: when the answer was asked for stands with them.
alter table page_ratings add column created_at timestamptz;

update page_ratings p set created_at = q.created_at from query_logs q where q.id = p.log_id;

create index page_ratings_created on page_ratings (created_at);

create or replace function note_rating() returns trigger language plpgsql as $$
begin
  delete from page_ratings where log_id = new.id;
  insert into page_ratings (log_id, source, chapter, rating, created_at)
  select new.id, source ->> 'source', source ->> 'chapter', new.rating, new.created_at
  from jsonb_array_elements(new.sources) as source
  where new.rating is not null and source -> 'is_cited' is distinct from 'false';
  return null;
end
$$;

drop trigger query_logs_rated on query_logs;

create trigger query_logs_rated after insert on query_logs
  for each row when (new.rating is not null) execute function note_rating();

create trigger query_logs_rated_again after update of rating on query_logs
  for each row when (new.rating is not null or old.rating is not null)
  execute function note_rating();

-- Outcomes: archived sessions are archived again, so their sums change with them.
create table outcome_days (
  day timestamptz not null,
  outcome text not null,
  outcome_basis text not null,
  sessions bigint not null,
  measured bigint not null,
  turns double precision not null,
  primary key (day, outcome, outcome_basis)
);

create function count_outcomes() returns trigger language plpgsql as $$
declare
  added sessions_archive[];
  taken sessions_archive[];
begin
  if tg_op = 'TRUNCATE' then
    delete from outcome_days;
    return null;
  end if;
  if tg_op in ('INSERT', 'UPDATE') then added := array(select come from come); end if;
  if tg_op in ('DELETE', 'UPDATE') then taken := array(select gone from gone); end if;
  -- In one order, so that no two wait for each other.
  insert into outcome_days (day, outcome, outcome_basis, sessions, measured, turns)
  select date_trunc('day', ended_at, 'UTC'), outcome, outcome_basis, sum(more),
    coalesce(sum(more) filter (where turns is not null), 0), coalesce(sum(more * turns), 0)
  from (
    select 1 as more, ended_at, outcome, outcome_basis, signal, (metrics ->> 'turns')::real as turns
    from unnest(added)
    union all
    select -1, ended_at, outcome, outcome_basis, signal, (metrics ->> 'turns')::real from unnest(taken)
  ) changed
  where signal is distinct from 'nothing_asked'
  group by 1, 2, 3
  having sum(more) <> 0 or sum(more * turns) <> 0 or sum(more) filter (where turns is not null) <> 0
  order by 1, 2, 3
  on conflict (day, outcome, outcome_basis) do update set
    sessions = outcome_days.sessions + excluded.sessions,
    measured = outcome_days.measured + excluded.measured, turns = outcome_days.turns + excluded.turns;
  return null;
end
$$;

create trigger archive_counted_in after insert on sessions_archive
  referencing new table as come for each statement execute function count_outcomes();

create trigger archive_recounted after update on sessions_archive
  referencing old table as gone new table as come for each statement execute function count_outcomes();

create trigger archive_counted_out after delete on sessions_archive
  referencing old table as gone for each statement execute function count_outcomes();

create trigger archive_emptied after truncate on sessions_archive
  for each statement execute function count_outcomes();

insert into outcome_days (day, outcome, outcome_basis, sessions, measured, turns)
select date_trunc('day', ended_at, 'UTC'), outcome, outcome_basis, count(*), count(metrics ->> 'turns'),
  coalesce(sum((metrics ->> 'turns')::real::double precision), 0)
from sessions_archive where signal is distinct from 'nothing_asked' group by 1, 2, 3;

create or replace view session_outcomes as
  select day, outcome, outcome_basis, sessions, turns / nullif(measured, 0) as average_turns
  from outcome_days where sessions > 0;
