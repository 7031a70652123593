-- Who may read a page, and of which version and site it is. A column whose default is a constant is
-- added at once, whatever the table's size.
alter table documents
  add column if not exists groups text[] not null default '{}',
  add column if not exists version text not null default '',
  add column if not exists site text not null default '';

create index if not exists documents_edition on documents (version, site);

create index if not exists documents_groups on documents (source) where groups <> '{}';

-- Without it the planner takes most pages for restricted ones.
analyze documents (groups, version, site);

alter table pushed_documents
  add column if not exists groups text[] not null default '{}',
  add column if not exists version text not null default '',
  add column if not exists site text not null default '';
