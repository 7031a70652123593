-- What owners set at the desk: each time they save it is a version.
create table desk_settings (
  version integer primary key,
  values jsonb not null,
  saved_at timestamptz not null default now(),
  saved_by text not null,
  restored_from integer
);

-- Rises whenever the desk says something else to those who answer.
create sequence desk_publications;

-- Answers that owners have pinned to a question and to those near it.
create table pins (
  pin_id uuid primary key default gen_random_uuid(),
  question text not null,
  answer text not null,
  sources jsonb not null default '[]',
  -- The passages that the sources rest on, with the hash that each had when it was pinned.
  passages jsonb not null default '[]',
  author text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  -- The question's vector in bytes of a base64 text, and the model that made it.
  vector text,
  embedding text
);

create index pins_in_order on pins (created_at, pin_id);

-- What was asked beside the question; and the pinned answer that was given.
alter table query_logs add column asked_with jsonb;

alter table query_logs add column pin_id uuid;
