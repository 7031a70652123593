-- Marginalia's tables and views, as they stand. An empty database gets this; any other is brought
-- here by the files of migrations/, in their order: who changes one writes the other, and a test
-- compares where both lead. A statement ends at a semicolon at the end of a line, outside $$ … $$.

create extension if not exists vector;

-- The migrations that this database has had.
create table if not exists schema_migrations (
  name text primary key,
  applied_at timestamptz not null default now()
);

-- Passages and pages --------------------------------------------------------------------------

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

-- One row a passage. id: the first 8 bytes of SHA-256 of `source:section:chunk_index`, sign bit
-- cleared. Full text reads the headings and the content; search_text instead of the content where
-- that is not its words as they are: those of scripts without spaces are apart in it.
create table documents (
  id bigint primary key,
  content text not null,
  embedding vector(1024),
  metadata jsonb not null default '{}',
  search_config regconfig not null default 'english',
  headings text not null default '',
  search_text text,
  search_vector tsvector generated always as
    (search_words(search_config, headings || coalesce(search_text, content))) stored,
  source text not null,
  part text not null default '',
  part_number integer not null default 0,
  chapter text not null default '',
  section text not null default '',
  chunk_index integer not null,
  url text not null default '',
  content_hash text not null,
  embedding_model text not null,
  indexed_at timestamptz not null default now(),
  -- Who may read it; everybody where it is empty.
  groups text[] not null default '{}',
  -- Of which version and site it is; empty where its source names none.
  version text not null default '',
  site text not null default ''
);

-- Nobody gains by trying to compress a vector.
alter table documents alter column embedding set storage external;

-- A question looks into the words of hundreds of passages, and reads the texts of some thirty: the
-- words stay in the row, and of a row that is too long it is the text that is kept elsewhere.
alter table documents alter column search_vector set storage main;

create index documents_search on documents using gin (search_vector);

create index documents_part on documents (part_number);

-- What passages can be filtered by, without what is each one's own.
create index documents_metadata on documents using gin
  ((metadata - '{url,content_hash,source,part,part_number,chapter,section,chunk_index}'::text[]) jsonb_path_ops);

create index documents_source on documents (source, chunk_index);

create index documents_content_hash on documents using hash (content_hash);

create index documents_edition on documents (version, site);

-- Few pages are not for everybody; where there is none, that is known at once.
create index documents_groups on documents (source) where groups <> '{}';

-- The approximate index pays from some ten thousand passages on; below that, and on a laptop,
-- exact search is as fast and costs nothing to build: `set marginalia.exact_search = on`. Over half of
-- the digits and the first 864 numbers, of which four fit a page: a quarter of the size, and what is
-- found is put in order by all of them. With 10 neighbours instead of 16 a passage is written for half of
-- the CPU, and as much is found.
do $$
begin
  if coalesce(current_setting('marginalia.exact_search', true), '') <> 'on' then
    create index documents_embedding on documents
      using hnsw ((subvector(embedding, 1, 864)::halfvec(864)) halfvec_cosine_ops) with (m = 10);
  end if;
end
$$;

-- One row a page.
create table chapters (
  source_path text primary key,
  part_number integer not null default 0,
  part text not null default '',
  title text not null default '',
  language text not null default 'en',
  search_config regconfig not null default 'english',
  url text not null default '',
  content_hash text not null,
  passages integer not null default 0,
  indexed_at timestamptz not null default now(),
  -- What its owner should know of it: that it is left out, or that a part is missing.
  warnings text[] not null default '{}'
);

create index chapters_url on chapters (url);

create index chapters_warned on chapters (source_path) where warnings <> '{}';

-- Pages that the owner's systems push, as they were pushed: what they become stands in documents.
create table pushed_documents (
  path text primary key,
  media_type text not null,
  content text not null,
  etag text not null,
  url text not null default '',
  title text not null default '',
  updated_at timestamptz not null default now(),
  groups text[] not null default '{}',
  version text not null default '',
  site text not null default ''
);

-- Pages of websites and of API descriptions as they were last read; what they become stands in documents.
create table crawled_pages (
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

create index crawled_pages_path on crawled_pages (source, path);

-- Passages deleted here that a vector store may still hold: whoever retrieves drops them. Kept by
-- triggers, so that a row deleted by hand counts too; emptied once the vector store has followed.
create table removed_documents (
  id bigint primary key,
  removed_at timestamptz not null default now()
);

create function remember_removed_documents() returns trigger language plpgsql as $$
begin
  insert into removed_documents (id) select id from gone on conflict do nothing;
  return null;
end
$$;

create function forget_removed_documents() returns trigger language plpgsql as $$
begin
  delete from removed_documents where id in (select id from come);
  return null;
end
$$;

create trigger documents_removed after delete on documents
  referencing old table as gone for each statement execute function remember_removed_documents();

create trigger documents_added after insert on documents
  referencing new table as come for each statement execute function forget_removed_documents();

-- How many passages of a language there are, and how many of them hold each word and mark of their
-- search_vector: what a word says, and how many passages a query would find, is known without looking
-- at any. Kept by triggers, in the transaction that changes the passages.
create table search_configs (
  config regconfig primary key,
  passages integer not null
);

-- A portion of passages raises most words of a page of it at once: with room for all of them there, none has to
-- be entered into the key's index again.
create table lexemes (
  config regconfig not null,
  lexeme text collate "C" not null,
  passages integer not null,
  primary key (config, lexeme)
) with (fillfactor = 50);

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
    -- Nobody else writes here meanwhile: a word that is known is raised without being locked first.
    merge into lexemes using (
      select search_config as config, lexeme collate "C" as lexeme, count(*)::int as passages
      from come, unnest(tsvector_to_array(search_vector)) as said (lexeme) group by 1, 2) as more
    on lexemes.config = more.config and lexemes.lexeme = more.lexeme
    when matched then update set passages = lexemes.passages + more.passages
    when not matched then insert (config, lexeme, passages)
      values (more.config, more.lexeme, more.passages);
    insert into search_configs (config, passages)
    select search_config, count(*) from come group by 1 order by 1
    on conflict (config) do update set passages = search_configs.passages + excluded.passages;
  end if;
  if tg_op in ('DELETE', 'UPDATE') then
    with fewer as materialized (
      select search_config as config, lexeme, count(*)::int as passages
      from gone, unnest(tsvector_to_array(search_vector)) as said (lexeme) group by 1, 2
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

-- Searching as a reader types -----------------------------------------------------------------

-- How many letters two words differ by: one more, one less, another one, or two that changed places.
-- One more than `most` where it is more than that.
create function letters_apart(a text, b text, most integer) returns integer
language plpgsql immutable strict parallel safe as $$
declare
  a_length integer := length(a);
  b_length integer := length(b);
  earlier integer[];
  before integer[] := array(select generate_series(0, b_length));
  row_now integer[];
  best integer;
  apart integer;
  a_letter text;
  a_last text := '';
begin
  if abs(a_length - b_length) > most then return most + 1; end if;
  for i in 1..a_length loop
    a_letter := substr(a, i, 1);
    -- Array positions begin at 1: what stands at j + 1 is the distance to b's first j letters.
    row_now := array_fill(most + 1, array[b_length + 1]);
    row_now[1] := i;
    best := i;
    for j in greatest(1, i - most)..least(b_length, i + most) loop
      apart := least(
        before[j + 1] + 1, row_now[j] + 1, before[j] + (a_letter <> substr(b, j, 1))::integer);
      if i > 1 and j > 1 and a_letter = substr(b, j - 1, 1) and a_last = substr(b, j, 1) then
        apart := least(apart, earlier[j - 1] + 1);
      end if;
      row_now[j + 1] := apart;
      best := least(best, apart);
    end loop;
    if best > most then return most + 1; end if;
    earlier := before;
    before := row_now;
    a_last := a_letter;
  end loop;
  return least(before[b_length + 1], most + 1);
end
$$;

-- The words of the book that a mistyped one may stand for, at most three. `stem` is what full text
-- makes of `typed`; endings, which it takes off a word that is spelt right, may still be there.
create function words_like(of_config regconfig, typed text, stem text) returns setof text
language sql stable parallel safe as $$
  select lexeme
  from (
    select lexeme, passages, most, case when length(lexeme) > 4 and starts_with(typed, lexeme) then 0.5
      else letters_apart(stem, lexeme, most) end as apart
    from (select case when length(typed) > 7 then 2 else 1 end) as allowed (most),
      -- Of those that begin with one of the first two letters, in either order.
      lateral (select lexeme, passages from lexemes
        where config = of_config and (
          (lexeme >= left(stem, 1) and lexeme < chr(ascii(stem) + 1))
          or (lexeme >= substr(stem, 2, 1) and lexeme < chr(ascii(substr(stem, 2, 1)) + 1)))
        and length(lexeme) between length(stem) - 4 and length(stem) + most
        -- A letter that the other word does not have differs in any case; to see that costs little.
        and length(translate(lexeme, stem, '')) <= most
        and (length(translate(stem, lexeme, '')) <= most or starts_with(typed, lexeme))
        and right(lexeme, 1) > chr(3)) as known
    where length(typed) > 3 and length(stem) > 1
  ) as near
  where apart <= most
  order by apart, passages desc, lexeme limit 3
$$;

-- What a search box looks for in a language, from the words that were typed: the book's words; for a
-- word that the book does not have, those that it may stand for; and for the word at `growing_at`,
-- which may not be typed to its end, those that begin with it. What only adds to a word that the book
-- has bears the weight C.
create function searched_words(of_config regconfig, typed text[], growing_at integer)
returns tsvector language sql stable parallel safe as $$
  with said as materialized (
    select word, place, lexeme, exists (select from lexemes
      where lexemes.config = of_config and lexemes.lexeme = made.lexeme) as is_known
    from unnest(typed) with ordinality as words (word, place),
      lateral unnest(to_tsvector(of_config, word)) as made (lexeme)
  ), grown as materialized (
    select place, lexeme, exists (select from said where said.place = words.place and is_known) as is_more
    from (select typed[growing_at] as word, growing_at as place where growing_at > 0) as words,
      lateral (
        select distinct on (lexeme) lexeme, passages
        from (select lower(word) union
          select lexeme from said where said.place = words.place and length(lexeme) > 1) as starts (start),
          lateral (select lexeme, passages from lexemes
            where config = of_config and lexeme > start and lexeme < start || chr(1114111)
              and right(lexeme, 1) > chr(3)
            order by passages desc limit 6) as known
        order by lexeme) as longer
    where lexeme not in (select said.lexeme from said)
    order by passages desc limit 6
  ), wanted as (
    select lexeme, place, '' as weight from said where is_known
    union all
    select lexeme, place, case when is_more then 'C' else '' end from grown
    union all
    select close.lexeme, place, '' from said, lateral words_like(of_config, lower(word), said.lexeme) as close (lexeme)
    where not is_known and word ~ '^\w+$' and word !~ '\d'
      and not exists (select from grown where grown.place = said.place)
      -- A word in several parts is known if one of them is.
      and not exists (select from said as part where part.place = said.place and part.is_known)
    union all
    -- What nobody wrote is looked for all the same: it says that something is missing.
    select lexeme, place, '' from said where not is_known
  )
  select coalesce(string_agg('''' || replace(replace(lexeme, '\', '\\'), '''', '''''') || ''':'
    || least(place, 16383) || weight, ' ')::tsvector, '') from wanted
$$;

-- Words that mean the same, as the owner's synonyms.txt has them: whoever searches `phrase` searches
-- `others` too. `file_hash` is Git's hash of that file.
create table synonyms (
  phrase text primary key,
  phrase_query tsquery generated always as (phraseto_tsquery('simple', phrase)) stored,
  others text[] not null,
  file_hash text not null
);

-- What was looked for in a search box, when its reader had stopped typing; `words` is null where the
-- log keeps no texts.
create table searches (
  search_id uuid primary key,
  words text,
  mode varchar(20) not null,
  -- How many passages hold words of it; a search without any joins the unanswered questions.
  hits integer not null,
  ms real not null,
  created_at timestamptz not null default now(),
  -- The passage that the reader went to.
  clicked_passage bigint,
  clicked_at timestamptz
);

create index searches_created on searches (created_at);

create index searches_without_hits on searches (created_at) where hits = 0;

-- The word of the index that a misspelt one means, or null: a word with two letters swapped, one doubled
-- or not, and the longer it is, with one more, one less or another ("protect" is not "project"); else the longest that it begins with, where the mistake is in an ending that is
-- stripped from words; else one with the same beginning and end and up to two other letters between.
-- Costs some hundred keys of the primary key, and a look at the words that begin with the same letters.
create function near_spelling(asked regconfig, word text) returns text
language plpgsql stable as $$
declare
  near text;
  size integer := length(word);
  letters text := case when word ~ '[а-я]' then 'абвгдеёжзийклмнопрстуфхцчшщъыьэюя'
    when word ~ '[^a-z]' then 'abcdefghijklmnopqrstuvwxyzàáâäæçèéêëìíîïñòóôöùúûüßœåø'
    else 'abcdefghijklmnopqrstuvwxyz' end;
begin
  if size not between 4 and 24 or word ~ '[!-@[-`{-~぀-鿿]' then return null; end if;
  -- "Doesnt" is no word of the index either.
  if to_tsvector(asked, left(word, -1) || '''' || right(word, 1)) = ''::tsvector then return null; end if;

  with cuts as (
    select left(word, n) as head, substr(word, n + 1) as tail from generate_series(0, size) as n
  ), alphabet as (
    select substr(letters, n, 1) as letter from generate_series(1, length(letters)) as n
  ), edits as (
    select head, head || substr(tail, 2) as spelling, (right(head, 1) <> left(tail, 1))::int as cost
    from cuts where tail <> ''
    union all
    select head, head || substr(tail, 2, 1) || left(tail, 1) || substr(tail, 3), 0
    from cuts where length(tail) > 1
    union all
    select head, head || letter || substr(tail, 2),
      case when letter || left(tail, 1) ~ '[aeiouyäöüéèáíóú]{2}' then 1 else 2 end
    from cuts, alphabet where tail <> ''
    union all
    select head, head || letter || tail, (letter not in (right(head, 1), left(tail, 1)))::int
    from cuts, alphabet
  )
  -- Of each spelling one look into the index, and no walk through the table.
  select known.lexeme into near
  from edits, lateral (select lexeme, passages from lexemes
    where config = asked and lexeme = spelling limit 1) as known
  where cost + (head = '')::int <= case when size < 6 then 0 when size < 8 then 1 else 2 end
  order by cost + (head = '')::int, passages desc, known.lexeme limit 1;
  if near is not null or size < 7 then return near; end if;

  select known.lexeme into near
  from generate_series(size - 1, greatest(5, (0.6 * size)::integer), -1) as n,
    lateral (select lexeme from lexemes where config = asked and lexeme = left(word, n) limit 1) as known
  limit 1;
  if near is not null or size < 8 then return near; end if;

  select lexeme into near
  from (select lexeme, passages, length(lexeme) as long from lexemes
    where config = asked and lexeme >= left(word, 3) and lexeme < left(word, 3) || chr(65533)
      and length(lexeme) between greatest(size - 2, 7) and size + 2 and right(lexeme, 1) = right(word, 1)) as alike,
    lateral (select greatest(size, long)
      - (select count(*) from generate_series(1, size) as n where left(lexeme, n) = left(word, n))
      - (select count(*) from generate_series(1, size) as n where right(lexeme, n) = right(word, n)) as between)
      as differing
  where between <= 2
  order by between, passages desc, lexeme limit 1;
  return near;
end
$$;

-- What agents have told of pages, for the owner's list of gaps.
create table problem_reports (
  report_id uuid primary key,
  path text,
  problem text,
  created_at timestamptz not null default now()
);

create index problem_reports_created on problem_reports (created_at);

-- Conversations -------------------------------------------------------------------------------

create table sessions (
  id uuid primary key,
  created_at timestamptz default now(),
  last_active_at timestamptz default now(),
  user_id uuid,
  status text not null default 'active',
  origin text,
  metadata jsonb not null default '{}',
  -- When the reader said how it ended; null while that is assumed.
  confirmed_at timestamptz,
  -- When the archive took it; a question asked since then makes it due again.
  archived_at timestamptz
);

create index sessions_unarchived on sessions (last_active_at)
  where archived_at is null or archived_at < last_active_at;

create index sessions_by_activity on sessions (last_active_at);

create table query_logs (
  id serial primary key,
  session_id uuid references sessions (id) on delete set null,
  -- Texts are erased, rows stay: their numbers are nobody's.
  question text,
  answer text,
  sources jsonb,
  retrieval_mode varchar(20) default 'full_book',
  selected_text text,
  latency_ms real,
  created_at timestamptz default now(),
  query_id uuid unique,
  standalone_question text,
  answered boolean,
  cached text,
  -- How the model ended: stop, length, filtered or broken; null for what was logged before it was asked.
  finish varchar(20),
  degraded text[] not null default '{}',
  model text,
  usage jsonb,
  confidence real,
  timings jsonb,
  rating text,
  feedback jsonb,
  -- The answer's key in the cache, so that it can be taken out.
  cache_key text,
  -- What the prompt was told of a reader who is known: facts, and summaries of earlier conversations.
  recalled jsonb,
  -- What was asked beside the question; and the pinned answer that was given.
  asked_with jsonb,
  pin_id uuid
);

create index query_logs_created_at on query_logs (created_at);

create index query_logs_session on query_logs (session_id, created_at);

create index query_logs_with_words on query_logs (created_at)
  where question is not null;

create index query_logs_unanswered on query_logs (created_at) where not answered;

-- The whole conversation, kept only while PERSIST_MESSAGES is on.
create table messages (
  id bigint generated always as identity primary key,
  session_id uuid not null references sessions (id) on delete cascade,
  query_id uuid,
  role text not null check (role in ('user', 'assistant', 'person')),
  content text not null,
  sources jsonb not null default '[]',
  created_at timestamptz not null default now(),
  -- What a reader and a person say to each other after a hand-off: who the person is, and whether it
  -- has been sent to the reader's channel; null where nothing is to be sent.
  escalation_id uuid,
  author text,
  is_sent boolean,
  -- What it is called in the tool that it was written in: sent twice, it is there once.
  external_id text,
  unique (query_id, role)
);

create index messages_session on messages (session_id, id);

create index messages_in_order on messages (session_id, created_at, id);

create index messages_escalation on messages (escalation_id, id) where escalation_id is not null;

create unique index messages_external on messages (external_id) where external_id is not null;

-- Answers that readers share by a link: whose answer it is, who may read it, and until when. The words
-- stand in the log alone.
create table shared_answers (
  shared_id uuid primary key,
  query_id uuid not null unique references query_logs (query_id) on delete cascade,
  session_id uuid not null references sessions (id) on delete cascade,
  -- The groups of the reader who shares it: only who is of all of them reads it.
  groups text[] not null default '{}',
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);

create index shared_answers_session on shared_answers (session_id);

create index shared_answers_expiry on shared_answers (expires_at);

-- Sessions that were erased: their ids are good for nothing any more. What Redis and Qdrant held of
-- them is forgotten at once and, for what was on its way then, once more soon after.
create table erased_sessions (
  session_id uuid primary key,
  cache_keys text[] not null default '{}',
  erased_at timestamptz not null default now(),
  swept_at timestamptz
);

create index erased_sessions_unswept on erased_sessions (erased_at) where swept_at is null;

-- The state where there is no Redis, and the vectors of answered questions where there is no Qdrant.
create table kv (
  key text collate "C" primary key,
  value text not null,
  expires_at timestamptz
);

create index kv_expiry on kv (expires_at) where expires_at is not null;

create table answer_points (
  query_hash text primary key,
  vector vector not null,
  query_id uuid not null,
  session_id uuid not null,
  guard text not null,
  index_version text not null,
  model text not null,
  embedding text not null,
  expires_at bigint not null
);

create index answer_points_guard on answer_points (guard);

create index answer_points_session on answer_points (session_id);

create table sessions_archive (
  session_id uuid primary key,
  user_id uuid,
  outcome text not null check (outcome in ('resolved', 'escalated', 'abandoned')),
  outcome_basis text not null check (outcome_basis in ('assumed', 'confirmed')),
  signal text,
  started_at timestamptz not null,
  ended_at timestamptz not null,
  metrics jsonb not null default '{}'
);

create index sessions_archive_ended on sessions_archive (ended_at);

-- How sessions ended, by day. Kept by triggers, for a session is archived again when it goes on.
create table outcome_days (
  day timestamptz not null,
  outcome text not null,
  outcome_basis text not null,
  sessions bigint not null,
  measured bigint not null,
  turns double precision not null,
  primary key (day, outcome, outcome_basis)
);

create function count_outcomes() returns trigger language plpgsql as $$
declare
  added sessions_archive[];
  taken sessions_archive[];
begin
  if tg_op = 'TRUNCATE' then
    delete from outcome_days;
    return null;
  end if;
  if tg_op in ('INSERT', 'UPDATE') then added := array(select come from come); end if;
  if tg_op in ('DELETE', 'UPDATE') then taken := array(select gone from gone); end if;
  -- In one order, so that no two wait for each other.
  insert into outcome_days (day, outcome, outcome_basis, sessions, measured, turns)
  select date_trunc('day', ended_at, 'UTC'), outcome, outcome_basis, sum(more),
    coalesce(sum(more) filter (where turns is not null), 0), coalesce(sum(more * turns), 0)
  from (
    select 1 as more, ended_at, outcome, outcome_basis, signal, (metrics ->> 'turns')::real as turns
    from unnest(added)
    union all
    select -1, ended_at, outcome, outcome_basis, signal, (metrics ->> 'turns')::real from unnest(taken)
  ) changed
  where signal is distinct from 'nothing_asked'
  group by 1, 2, 3
  having sum(more) <> 0 or sum(more * turns) <> 0 or sum(more) filter (where turns is not null) <> 0
  order by 1, 2, 3
  on conflict (day, outcome, outcome_basis) do update set
    sessions = outcome_days.sessions + excluded.sessions,
    measured = outcome_days.measured + excluded.measured, turns = outcome_days.turns + excluded.turns;
  return null;
end
$$;

create trigger archive_counted_in after insert on sessions_archive
  referencing new table as come for each statement execute function count_outcomes();

create trigger archive_recounted after update on sessions_archive
  referencing old table as gone new table as come for each statement execute function count_outcomes();

create trigger archive_counted_out after delete on sessions_archive
  referencing old table as gone for each statement execute function count_outcomes();

create trigger archive_emptied after truncate on sessions_archive
  for each statement execute function count_outcomes();

create table session_summaries (
  session_id uuid primary key,
  summary text not null,
  model text,
  created_at timestamptz not null default now(),
  -- How often a model was asked for the summary; what it failed to write stays as it is.
  attempts integer not null default 0
);

create index session_summaries_unwritten on session_summaries (created_at)
  where model is null;

create table user_profiles (
  user_id uuid primary key default gen_random_uuid(),
  long_term_memory jsonb not null default '[]',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table identities (
  provider text not null,
  external_id text not null,
  user_id uuid not null references user_profiles (user_id) on delete cascade,
  created_at timestamptz not null default now(),
  primary key (provider, external_id)
);

create index identities_user on identities (user_id);

create index sessions_user on sessions (user_id) where user_id is not null;

create index sessions_archive_user on sessions_archive (user_id)
  where user_id is not null;

create table escalations (
  id uuid primary key default gen_random_uuid(),
  session_id uuid not null,
  reason text not null,
  contact text,
  created_at timestamptz not null default now(),
  status text not null default 'waiting' check (status in ('waiting', 'taken', 'closed')),
  taken_by text,
  taken_at timestamptz,
  closed_at timestamptz,
  -- Where on its channel what a person says is sent; null where the reader's page asks for it.
  channel jsonb
);

create index escalations_session on escalations (session_id);

create index escalations_in_order on escalations (status, created_at, id);

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

-- Ingestion -----------------------------------------------------------------------------------

create table ingestion_runs (
  id serial primary key,
  status varchar(20) not null,
  started_at timestamptz default now(),
  completed_at timestamptz,
  total_chapters integer,
  total_passages integer,
  error_message text,
  passages_added integer not null default 0,
  passages_kept integer not null default 0,
  passages_removed integer not null default 0,
  embedding_tokens integer not null default 0,
  options jsonb not null default '{}',
  progress_at timestamptz not null default now(),
  -- Until when it waits, and what for.
  waiting_until timestamptz,
  waiting_for text,
  -- When all that a run was to be asked had been asked.
  gaps_checked_at timestamptz
);

-- One run at a time.
create unique index ingestion_runs_one_running on ingestion_runs (status)
  where status = 'running';

create table ingestion_chapters (
  id serial primary key,
  run_id integer references ingestion_runs (id),
  source_path text not null,
  part_number integer not null,
  chapter_title text,
  status varchar(20) not null,
  passages_created integer default 0,
  error_message text,
  passages_added integer not null default 0,
  passages_kept integer not null default 0,
  passages_removed integer not null default 0,
  embedding_tokens integer not null default 0,
  -- Whether it failed by what stands in it, and not because a service did.
  is_at_fault boolean not null default false,
  -- What its owner should know of a page that was read.
  warnings text[] not null default '{}'
);

create unique index ingestion_chapters_page on ingestion_chapters (run_id, source_path);

create index ingestion_chapters_source on ingestion_chapters (source_path);

create index ingestion_chapters_pending on ingestion_chapters (run_id) where status = 'pending';

-- At which commit a run has listed each repository.
create table ingestion_sources (
  run_id integer not null references ingestion_runs (id) on delete cascade,
  source text not null,
  place text not null,
  ref text not null,
  commit text not null,
  committed_at timestamptz,
  subject text not null default '',
  listed_at timestamptz not null default now(),
  primary key (run_id, source)
);

-- Webhooks ------------------------------------------------------------------------------------

create table webhooks (
  webhook_id uuid primary key default gen_random_uuid(),
  url text not null,
  events text[] not null,
  description text,
  secret_hash text not null,
  secret_version integer not null default 1,
  previous_secret_until timestamptz,
  active boolean not null default true,
  failing_since timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- Why we took a webhook out of service; null when its owner did.
  deactivated_reason text
);

create table webhook_deliveries (
  delivery_id uuid primary key default gen_random_uuid(),
  webhook_id uuid not null references webhooks (webhook_id) on delete cascade,
  event_id text not null,
  event_type text not null,
  payload jsonb not null,
  status text not null default 'pending' check (status in ('pending', 'delivered', 'failed', 'dead')),
  attempt integer not null default 0,
  next_attempt_at timestamptz,
  http_status integer,
  error_message text,
  response_ms real,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (webhook_id, event_id),
  response_body text,
  -- While a Worker is sending it; a Worker that died leaves a lease that ends.
  leased_until timestamptz
);

create index webhook_deliveries_waiting
  on webhook_deliveries (webhook_id, next_attempt_at) where status in ('pending', 'failed');

create index webhook_deliveries_leased on webhook_deliveries (webhook_id)
  where leased_until is not null;

create index webhook_deliveries_ended on webhook_deliveries (updated_at)
  where status in ('delivered', 'dead');

create index webhook_deliveries_by_time
  on webhook_deliveries (webhook_id, created_at, delivery_id);

-- The deliveries that hold a conversation's words.
create index webhook_deliveries_session
  on webhook_deliveries ((payload #>> '{data,session_id}'))
  where payload #>> '{data,session_id}' is not null;

-- Replies to requests with an Idempotency-Key, encrypted, for 24 hours.
create index webhook_deliveries_of_gaps on webhook_deliveries (event_type)
  where event_type in ('gap.opened', 'gap.closed', 'answer.regressed');

create table idempotency_keys (
  key_hash text primary key,
  fingerprint text not null,
  reply text,
  created_at timestamptz not null default now()
);

create index idempotency_keys_created on idempotency_keys (created_at);

-- What the book lacks. A wording is known by its hash alone: its words stand in the log, or nowhere.
create table gaps (
  gap_id uuid primary key,
  status text not null default 'open' check (status in ('open', 'closed', 'ignored')),
  opened_at timestamptz not null default now(),
  closed_at timestamptz,
  asked_at timestamptz,
  asked_in_run integer,
  page jsonb,
  proof jsonb,
  -- What is missing, in a sentence of the model's.
  draft text,
  -- The one issue on GitHub that it has: where it is, and a hash of what it says.
  issue jsonb,
  -- Why the issue could not be opened or brought up to date.
  issue_trouble text,
  -- Since when somebody is opening its issue, so that nobody else does.
  issue_claimed_at timestamptz,
  issue_in_run integer
);

create index gaps_in_order on gaps (status, opened_at, gap_id);

create index gaps_closed_in on gaps ((proof ->> 'run_id')) where proof is not null;

create table gap_wordings (
  wording text primary key,
  gap_id uuid not null references gaps (gap_id) on delete cascade
);

create index gap_wordings_gap on gap_wordings (gap_id);

-- Answers that were asked for again after a run; those with a reason were broken by it.
create table regression_checks (
  run_id integer not null,
  query_id uuid not null,
  reason text,
  checked_at timestamptz not null default now(),
  primary key (run_id, query_id)
);

create index regression_checks_broken on regression_checks (checked_at) where reason is not null;

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

-- Answers that owners have corrected: the question stands in the log alone. What is asked again after
-- every run is whether the book answers it now, as the correction says, from the pages that it names.
create table corrections (
  query_id uuid primary key references query_logs (query_id) on delete cascade,
  answer text not null,
  -- The pages that the right answer rests on.
  pages text[] not null default '{}',
  author text not null,
  created_at timestamptz not null default now(),
  was_sent boolean not null default false,
  -- What came of asking it again after the latest run.
  is_met boolean,
  checked_in_run integer,
  checked_at timestamptz
);

create index corrections_in_order on corrections (created_at, query_id);

-- What an index scores for questions that it does not answer, by the model of its vectors.
create table calibrations (
  embedding text primary key,
  index_version text not null,
  measured jsonb not null,
  created_at timestamptz not null default now()
);

-- What dashboards read ------------------------------------------------------------------------

-- What went wrong with which service, by day and cause.
create table upstream_troubles (
  service text not null,
  cause text not null,
  day date not null,
  times integer not null,
  status integer,
  message text not null,
  last_at timestamptz not null,
  primary key (service, cause, day)
);

-- How many challenges were asked of who opened sessions, by day and kind.
create table challenge_days (
  day date not null,
  kind text not null,
  asked integer not null,
  passed integer not null,
  refused integer not null,
  primary key (day, kind)
);

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

-- The refused questions of the log apart, for there they lie among many and large rows. Kept by
-- triggers, so that words that are erased there are erased here.
create table unanswered_log (
  log_id integer primary key references query_logs (id) on delete cascade,
  question text not null,
  confidence real,
  created_at timestamptz not null
);

create index unanswered_log_created on unanswered_log (created_at);

create function note_unanswered() returns trigger language plpgsql as $$
begin
  delete from unanswered_log where log_id = new.id;
  insert into unanswered_log (log_id, question, confidence, created_at)
  select new.id, coalesce(new.standalone_question, new.question), new.confidence, new.created_at
  where not new.answered and new.question is not null;
  return null;
end
$$;

create trigger query_logs_unanswered after insert on query_logs
  for each row when (not new.answered) execute function note_unanswered();

create trigger query_logs_answered
  after update of question, standalone_question, answered on query_logs
  for each row when (old.answered is false or new.answered is false)
  execute function note_unanswered();

-- The ratings of the log, once for each page that the rated answer cites. Kept by a trigger.
create table page_ratings (
  log_id integer not null references query_logs (id) on delete cascade,
  source text,
  chapter text,
  rating text not null,
  created_at timestamptz
);

create index page_ratings_log on page_ratings (log_id);

create index page_ratings_created on page_ratings (created_at);

create function note_rating() returns trigger language plpgsql as $$
begin
  delete from page_ratings where log_id = new.id;
  insert into page_ratings (log_id, source, chapter, rating, created_at)
  select new.id, source ->> 'source', source ->> 'chapter', new.rating, new.created_at
  from jsonb_array_elements(new.sources) as source
  where new.rating is not null and source -> 'is_cited' is distinct from 'false';
  return null;
end
$$;

create trigger query_logs_rated after insert on query_logs
  for each row when (new.rating is not null) execute function note_rating();

create trigger query_logs_rated_again after update of rating on query_logs
  for each row when (new.rating is not null or old.rating is not null)
  execute function note_rating();

-- A day is closed once nothing is added to it any more, the journal's late entries included; its
-- figures are then kept, and the views count the open days alone. Days are closed in their order.
create table closed_days (
  day timestamptz primary key
);

create table usage_days (
  day timestamptz primary key,
  questions bigint not null,
  sessions bigint not null,
  answered bigint not null,
  from_cache bigint not null,
  degraded bigint not null,
  prompt_tokens numeric,
  completion_tokens numeric
);

create table latency_days (
  day timestamptz not null,
  from_cache boolean not null,
  questions bigint not null,
  p50_ms double precision,
  p95_ms double precision,
  p99_ms double precision,
  primary key (day, from_cache)
);

create table saving_days (
  day timestamptz primary key,
  questions bigint not null,
  exact_hits bigint not null,
  near_hits bigint not null,
  saved_ms_each double precision
);

create table citation_days (
  day timestamptz not null,
  source text,
  chapter text,
  citations bigint not null,
  last_cited_at timestamptz not null
);

create index citation_days_page on citation_days (source, chapter);

-- What the model cost, by the page that an answer cites first, the channel, and whether it came from
-- the cache. `measured` counts those of which the tokens are known.
create table cost_days (
  day timestamptz not null,
  page text,
  channel text not null,
  from_cache boolean not null,
  questions bigint not null,
  measured bigint not null,
  prompt_tokens numeric,
  completion_tokens numeric
);

create index cost_days_day on cost_days (day);

create index query_logs_rated on query_logs (created_at) where rating is not null;

-- The first moment that no closed day holds.
create function open_since() returns timestamptz
language sql stable security definer set search_path = public as $$
  select coalesce(max(day) + interval '1 day', '-infinity') from closed_days
$$;

-- What the log says of the days between two moments. With their maker's rights, for the dashboards'
-- role reads what they count and not the log itself.
create function usage_between(since timestamptz, until timestamptz)
returns setof usage_days
language sql stable security definer set search_path = public as $$
  select date_trunc('day', created_at), count(*), count(distinct session_id),
    count(*) filter (where answered is not false), count(*) filter (where cached is not null),
    count(*) filter (where degraded <> '{}'),
    sum((usage ->> 'prompt_tokens')::bigint), sum((usage ->> 'completion_tokens')::bigint)
  from query_logs where created_at >= since and created_at < until group by 1
$$;

create function latency_between(since timestamptz, until timestamptz)
returns setof latency_days
language sql stable security definer set search_path = public as $$
  select date_trunc('day', created_at), cached is not null, count(*),
    percentile_cont(0.5) within group (order by latency_ms),
    percentile_cont(0.95) within group (order by latency_ms),
    percentile_cont(0.99) within group (order by latency_ms)
  from query_logs
  where latency_ms is not null and created_at >= since and created_at < until group by 1, 2
$$;

create function savings_between(since timestamptz, until timestamptz)
returns setof saving_days
language sql stable security definer set search_path = public as $$
  select date_trunc('day', created_at), count(*), count(*) filter (where cached = 'exact'),
    count(*) filter (where cached = 'near'),
    avg(latency_ms) filter (where cached is null) - avg(latency_ms) filter (where cached is not null)
  from query_logs where created_at >= since and created_at < until group by 1
$$;

create function citations_between(since timestamptz, until timestamptz)
returns setof citation_days
language sql stable security definer set search_path = public as $$
  select date_trunc('day', created_at), source ->> 'source', source ->> 'chapter', count(*),
    max(created_at)
  from query_logs, jsonb_array_elements(sources) as source
  where answered and source -> 'is_cited' is distinct from 'false'
    and created_at >= since and created_at < until
  group by 1, 2, 3
$$;

create function costs_between(since timestamptz, until timestamptz)
returns setof cost_days
language sql stable as $$
  select date_trunc('day', l.created_at),
    (select one ->> 'source' from jsonb_array_elements(l.sources) one
      where one -> 'is_cited' = 'true' limit 1),
    -- One by one, for a join would read all sessions there are.
    coalesce((select coalesce(s.metadata ->> 'channel', 'page') from sessions s
      where s.id = l.session_id), 'erased'),
    l.cached is not null, count(*), count(l.usage ->> 'prompt_tokens'),
    sum((l.usage ->> 'prompt_tokens')::bigint), sum((l.usage ->> 'completion_tokens')::bigint)
  from query_logs l where l.created_at >= since and l.created_at < until group by 1, 2, 3, 4
$$;

-- Closes the next days, at most so many, up to the day before yesterday; says how many.
create function close_days(most integer) returns integer language plpgsql as $$
declare
  first_open timestamptz;
  closed integer := 0;
begin
  -- One at a time: whoever comes second finds the work done by the next run.
  if not pg_try_advisory_xact_lock(7203945811) then return 0; end if;
  select greatest(date_trunc('day', min(created_at)), open_since()) into first_open from query_logs;
  while closed < most and first_open < date_trunc('day', now()) - interval '1 day' loop
    insert into usage_days select * from usage_between(first_open, first_open + interval '1 day');
    insert into latency_days select * from latency_between(first_open, first_open + interval '1 day');
    insert into saving_days select * from savings_between(first_open, first_open + interval '1 day');
    insert into citation_days select * from citations_between(first_open, first_open + interval '1 day');
    insert into cost_days select * from costs_between(first_open, first_open + interval '1 day');
    insert into closed_days (day) values (first_open);
    first_open := first_open + interval '1 day';
    closed := closed + 1;
  end loop;
  return closed;
end
$$;

create view daily_usage as
  select * from usage_days
  union all select * from usage_between(open_since(), 'infinity');

create view latency_percentiles as
  select * from latency_days
  union all select * from latency_between(open_since(), 'infinity');

create view unanswered_questions as
  select lower(question) as question, count(*) as times, max(confidence) as best_confidence,
    max(created_at) as last_asked_at
  from unanswered_log group by 1;

create view cited_pages as
  select source, chapter, sum(citations)::bigint as citations, max(last_cited_at) as last_cited_at
  from (
    select * from citation_days
    union all select * from citations_between(open_since(), 'infinity')
  ) days group by 1, 2;

create view feedback_by_page as
  select source, chapter, count(*) filter (where rating = 'up') as up,
    count(*) filter (where rating = 'down') as down
  from page_ratings group by 1, 2;

create view session_outcomes as
  select day, outcome, outcome_basis, sessions, turns / nullif(measured, 0) as average_turns
  from outcome_days where sessions > 0;

create view cache_savings as
  select * from saving_days
  union all select * from savings_between(open_since(), 'infinity');

create view ingestion_health as
  select r.id as run_id, r.status, r.started_at, r.completed_at,
    coalesce(r.total_chapters, 0) as total_chapters, coalesce(r.total_passages, 0) as total_passages, r.passages_added, r.passages_kept, r.passages_removed, r.embedding_tokens,
    r.error_message, (select count(*) from ingestion_chapters c
      where c.run_id = r.id and c.status = 'failed') as failed_chapters
  from ingestion_runs r;

create view webhook_health as
  select w.webhook_id, w.url, w.active, w.failing_since,
    count(d.*) filter (where d.status = 'delivered') as delivered,
    count(d.*) filter (where d.status in ('pending', 'failed')) as waiting,
    count(d.*) filter (where d.status = 'dead') as dead,
    avg(d.response_ms) filter (where d.status = 'delivered') as average_response_ms
  from webhooks w left join webhook_deliveries d using (webhook_id) group by w.webhook_id;

do $$
begin
  if not exists (select from pg_roles where rolname = 'dashboard_reader') then
    create role dashboard_reader nologin;
  end if;
exception
  -- Roles belong to the whole server: another of its databases may have made it just now.
  when duplicate_object or unique_violation then null;
end
$$;

grant usage on schema public to dashboard_reader;

grant select on daily_usage, latency_percentiles, unanswered_questions, cited_pages,
  feedback_by_page, session_outcomes, cache_savings, ingestion_health, webhook_health
  to dashboard_reader;
