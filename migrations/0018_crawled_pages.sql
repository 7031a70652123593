-- Pages of websites and of API descriptions as they were last read; what they become stands in documents.
create table if not exists crawled_pages (
  source text not null,
  url text not null,
  path text not null,
  title text not null default '',
  content text not null default '',
  etag text not null default '',
  http_etag text,
  last_modified text,
  lastmod text,
  depth integer not null default 0,
  listed_in_run integer,
  checked_in_run integer,
  failure text,
  checked_at timestamptz,
  primary key (source, url)
);

create index if not exists crawled_pages_path on crawled_pages (source, path);
