-- Full text whose cost does not grow with the book, and a third of the vector index.

-- A text as full text searches it: its words and where they stand, and beside each word that a passage
-- is much about two marks without a place: chr(2) where the word weighs 1.2 or more, chr(3) for 1.5.
-- What it weighs is its part in BM25 for a passage of some hundred words (k1 = 1, b = 0.75), which
-- lies between 0 and 2. So the index finds not only who holds a word but also who is about it.
create function search_words(config regconfig, words text) returns tsvector
language plpgsql immutable parallel safe set search_path = pg_catalog as $$
declare
  vector tsvector := to_tsvector(config, words);
  marks text[];
begin
  select array_agg(lexeme || mark) into marks
  from (
    select lexeme, cardinality(positions) as times, sum(cardinality(positions)) over () as length
    from unnest(vector)) as said,
    (values (chr(2), 1.2::float8), (chr(3), 1.5::float8)) as known (mark, least)
  where 2 * times >= least * (times + 0.25::float8 + 0.0075::float8 * length);
  return vector || array_to_tsvector(coalesce(marks, '{}'));
end
$$;

-- Until now search_text was all that full text reads; rows that stay as they are keep it so.
alter table documents drop column search_vector;

alter table documents add column headings text not null default '';

alter table documents alter column search_text drop not null, alter column search_text drop default;

alter table documents add column search_vector tsvector generated always as
  (search_words(search_config, headings || coalesce(search_text, content))) stored;

alter table documents alter column embedding set storage external;

create index documents_search on documents using gin (search_vector);

create index documents_part on documents (part_number);

drop index if exists documents_embedding;

do $$
declare
  dimensions integer := (select atttypmod from pg_attribute
    where attrelid = 'documents'::regclass and attname = 'embedding');
begin
  if coalesce(current_setting('marginalia.exact_search', true), '') <> 'on'
    and dimensions between 1 and 4000 then
    execute format('create index documents_embedding on documents
      using hnsw ((embedding::halfvec(%s)) halfvec_cosine_ops)', dimensions);
  end if;
end
$$;

-- How many passages of a language there are, and how many of them hold each word and mark of their
-- search_vector: what a word says, and how many passages a query would find, is known without looking
-- at any. Kept by triggers, in the transaction that changes the passages.
create table search_configs (
  config regconfig primary key,
  passages integer not null
);

create table lexemes (
  config regconfig not null,
  lexeme text collate "C" not null,
  passages integer not null,
  primary key (config, lexeme)
) with (fillfactor = 80);

create function count_lexemes() returns trigger language plpgsql as $$
begin
  -- Who changes passages takes his turn here until he has committed: of two that touch the same words
  -- in another order neither could go on.
  perform pg_advisory_xact_lock(7203945813);
  if tg_op = 'TRUNCATE' then
    delete from lexemes;
    delete from search_configs;
    return null;
  end if;
  if tg_op in ('INSERT', 'UPDATE') then
    insert into lexemes (config, lexeme, passages)
    select search_config, lexeme, count(*) from come, unnest(search_vector)
    group by 1, 2 order by 1, 2
    on conflict (config, lexeme) do update set passages = lexemes.passages + excluded.passages;
    insert into search_configs (config, passages)
    select search_config, count(*) from come group by 1 order by 1
    on conflict (config) do update set passages = search_configs.passages + excluded.passages;
  end if;
  if tg_op in ('DELETE', 'UPDATE') then
    with fewer as materialized (
      select search_config as config, lexeme, count(*)::int as passages
      from gone, unnest(search_vector) group by 1, 2
    ), forgotten as (
      delete from lexemes using fewer
      where (lexemes.config, lexemes.lexeme) = (fewer.config, fewer.lexeme)
        and lexemes.passages <= fewer.passages
    )
    update lexemes set passages = lexemes.passages - fewer.passages from fewer
    where (lexemes.config, lexemes.lexeme) = (fewer.config, fewer.lexeme)
      and lexemes.passages > fewer.passages;
    update search_configs set passages = search_configs.passages - fewer.passages
    from (select search_config as config, count(*)::int as passages from gone group by 1) as fewer
    where search_configs.config = fewer.config;
    delete from search_configs where passages <= 0;
  end if;
  return null;
end
$$;

create trigger documents_counted_in after insert on documents
  referencing new table as come for each statement execute function count_lexemes();

create trigger documents_recounted after update on documents
  referencing old table as gone new table as come for each statement execute function count_lexemes();

create trigger documents_counted_out after delete on documents
  referencing old table as gone for each statement execute function count_lexemes();

create trigger documents_emptied after truncate on documents
  for each statement execute function count_lexemes();

-- Counts all passages again, for a database whose rows came or went without the triggers; says how
-- many counts were wrong. Whoever changes passages waits for its end.
create function recount_lexemes() returns bigint language plpgsql as $$
declare
  wrong bigint;
begin
  perform pg_advisory_xact_lock(7203945813);
  with counted as materialized (
    select search_config as config, lexeme, count(*)::int as passages
    from documents, unnest(search_vector) group by 1, 2
  ), gone as (
    delete from lexemes where not exists (select from counted
      where (counted.config, counted.lexeme) = (lexemes.config, lexemes.lexeme))
    returning 1
  ), mended as (
    insert into lexemes (config, lexeme, passages)
    select config, lexeme, passages from counted order by 1, 2
    on conflict (config, lexeme) do update set passages = excluded.passages
      where lexemes.passages <> excluded.passages
    returning 1
  )
  select (select count(*) from gone) + (select count(*) from mended) into wrong;
  delete from search_configs;
  insert into search_configs (config, passages) select search_config, count(*) from documents group by 1;
  return wrong;
end
$$;

select recount_lexemes();
