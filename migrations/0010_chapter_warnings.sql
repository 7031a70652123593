-- What its owner should know of a page that was read: it is not published, or a part of it is missing.
alter table ingestion_chapters add column if not exists warnings text[] not null default '{}';
