import { type Fragment, fragment } from '../clients/neon.ts'

// Words that the book does not have are looked up by their spelling, unless a question is full of them.
const mostMisspelt = 4

/**
 * Of terms `said` (config, passages, lexeme, held and more) the same rows, each with the lexeme of the
 * index that it means and how many passages hold that: itself or, where no passage holds it and the
 * question is in this `language`, a word with nearly the same spelling.
 */
export const respelt = (said: Fragment, language = ''): Fragment => fragment`
  select *, coalesce(spelt, said_lexeme) as lexeme,
    coalesce(said_held, (select lexemes.passages from lexemes
      where lexemes.config = known_or_not.config and lexemes.lexeme = spelt), 0) as held
  from (
    select *, case when said_held is null and unknown <= ${mostMisspelt}
      and ${language} <> '' and (config::text = ${language} or 2 * unknown <= all_said)
      then near_spelling(config, said_lexeme) end as spelt
    from (
      select *, count(*) over (partition by config) as all_said,
        count(*) filter (where said_held is null) over (partition by config) as unknown
      from (${said}) as said
    ) as looked_up
  ) as known_or_not`
