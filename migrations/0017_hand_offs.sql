-- A person answers in the conversation: who has taken it, what was said, and where it is sent.
alter table escalations
  add column status text not null default 'waiting' check (status in ('waiting', 'taken', 'closed')),
  add column taken_by text,
  add column taken_at timestamptz,
  add column closed_at timestamptz,
  add column channel jsonb;

-- Those of before were seen to elsewhere, or nobody waits any more.
update escalations e set status = 'closed', closed_at = created_at
where created_at < now() - interval '7 days'
  or not exists (select from sessions where id = e.session_id);

create index escalations_in_order on escalations (status, created_at, id);

alter table messages
  add column escalation_id uuid,
  add column author text,
  add column is_sent boolean,
  drop constraint messages_role_check,
  add constraint messages_role_check check (role in ('user', 'assistant', 'person'));

create index messages_escalation on messages (escalation_id, id) where escalation_id is not null;
