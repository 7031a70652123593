-- Those who run the deployment beside the holder of ADMIN_TOKEN, and what was done by whom.
create table admin_tokens (
  token_id uuid primary key default gen_random_uuid(),
  name text not null,
  role text not null check (role in ('owner', 'editor', 'viewer')),
  token_hash text not null unique,
  created_at timestamptz not null default now(),
  revoked_at timestamptz
);

create table audit_log (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  member text not null,
  role text not null,
  action text not null,
  target jsonb not null default '{}'
);

create index audit_log_at on audit_log (at, id);
