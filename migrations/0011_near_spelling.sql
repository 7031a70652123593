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
