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
