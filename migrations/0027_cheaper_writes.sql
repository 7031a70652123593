-- Passages are written for less. The approximate index over vectors is not made anew for it: new passages
-- join the one that is there as before, and whoever makes it anew gets one with fewer neighbours.
alter index if exists documents_embedding set (m = 12);

-- Words are counted without their places, and a known one is raised without being locked first.
create or replace function count_lexemes() returns trigger language plpgsql as $$
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
