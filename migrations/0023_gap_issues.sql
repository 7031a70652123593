-- What a gap was drafted as, and the one issue on GitHub that it has.
alter table gaps add column draft text;

alter table gaps add column issue jsonb;

alter table gaps add column issue_trouble text;

-- Since when somebody is opening its issue, so that nobody else does.
alter table gaps add column issue_claimed_at timestamptz;

alter table gaps add column issue_in_run integer;

-- Events that name no session, which are known by the question that they tell.
create index webhook_deliveries_of_gaps on webhook_deliveries (event_type)
  where event_type in ('gap.opened', 'gap.closed', 'answer.regressed');
