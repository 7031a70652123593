-- Hand-offs as the team's own tools show them: where each is there, and what it has been told so far.
create table escalation_relays (
  escalation_id uuid not null references escalations (id) on delete cascade,
  helpdesk text not null check (helpdesk in ('slack', 'chatwoot')),
  -- Where it is there; null until it has been opened.
  thread text,
  -- What has been put there, to be taken away when the conversation is erased.
  posted text[] not null default '{}',
  told_message bigint not null default 0,
  told_state text not null default '',
  attempts integer not null default 0,
  next_attempt_at timestamptz,
  failure text,
  -- One at a time tells a tool of a hand-off, so that it is told in order.
  claimed_until timestamptz,
  primary key (escalation_id, helpdesk)
);

create unique index escalation_relays_thread on escalation_relays (helpdesk, thread);

-- What a message is called in the tool that it was written in: sent twice, it is there once.
alter table messages add column external_id text;

create unique index messages_external on messages (external_id) where external_id is not null;
