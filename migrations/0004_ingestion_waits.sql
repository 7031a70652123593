-- Until when a run waits and for what, and whether a page failed by what stands in it.
alter table ingestion_runs add column waiting_until timestamptz, add column waiting_for text;
alter table ingestion_chapters add column is_at_fault boolean not null default false;
