-- Sessions and networks that an owner has blocked for a time.
create table blocks (
  block_id uuid primary key default gen_random_uuid(),
  session_id uuid,
  network text,
  reason text not null default '',
  author text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  check ((session_id is null) <> (network is null))
);

create index blocks_in_order on blocks (expires_at);

-- How often callers were turned away, by the network of their address and the reason.
create table denial_days (
  day date not null,
  network text not null,
  reason text not null,
  times integer not null,
  last_at timestamptz not null,
  primary key (day, network, reason)
);
