-- Pages that the owner's systems push, as they were pushed: what they become stands in documents.
create table if not exists pushed_documents (
  path text primary key,
  media_type text not null,
  content text not null,
  etag text not null,
  url text not null default '',
  title text not null default '',
  updated_at timestamptz not null default now()
);
