-- What a prompt was told of a reader who is known.
alter table query_logs add column recalled jsonb;

-- A session in which nothing was asked is archived as such, and is no outcome.
update sessions_archive set signal = 'nothing_asked' where signal = 'no_question';

create or replace view session_outcomes as
  select date_trunc('day', ended_at) as day, outcome, outcome_basis, count(*) as sessions,
    avg((metrics ->> 'turns')::real) as average_turns
  from sessions_archive where signal is distinct from 'nothing_asked' group by 1, 2, 3;
