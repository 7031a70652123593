-- Carries over what a support assistant's tables, set aside by the first migration, have in common
-- with ours. They may hold more, and may name it in other ways: a row is read as JSON. What cannot be
-- carried over is still in its legacy_… table.

-- A moment, or null where the text is none.
create function legacy_time(given text) returns timestamptz language plpgsql stable as $$
begin
  return given::timestamptz;
exception when others then
  return null;
end
$$;

-- What was remembered of a user, as facts of ours: from a list, an object or a text.
create function legacy_facts(memory jsonb) returns jsonb language sql as $$
  select coalesce(jsonb_agg(jsonb_build_object('fact_id', gen_random_uuid(), 'text', left(said, 300),
    'source', jsonb_build_object('kind', 'reader', 'session_id', ''),
    'learned_at', to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))), '[]')
  from (
    select case jsonb_typeof(one) when 'object'
      then coalesce(one ->> 'text', one ->> 'fact', one ->> 'content', one::text)
      else one #>> '{}' end as said
    from jsonb_array_elements(case jsonb_typeof(memory) when 'array' then memory
      when 'string' then jsonb_build_array(memory) else '[]' end) as one
    union all select format('%s: %s', key, value #>> '{}')
    from jsonb_each(case jsonb_typeof(memory) when 'object' then memory else '{}' end)
  ) facts
  where coalesce(trim(said), '') <> ''
$$;

do $$
begin
  if to_regclass('legacy_user_profiles') is not null then
    insert into user_profiles (user_id, long_term_memory, created_at)
      select legacy_uuid(r ->> 'user_id'),
        legacy_facts(coalesce(r -> 'long_term_memory', r -> 'memory', r -> 'memories', r -> 'facts', r -> 'data')),
        coalesce(legacy_time(r ->> 'created_at'), now())
      from (select jsonb_strip_nulls(to_jsonb(p)) as r from legacy_user_profiles p) profiles
      where r ->> 'user_id' is not null on conflict do nothing;
  end if;
  if to_regclass('legacy_identities') is not null then
    insert into user_profiles (user_id)
      select distinct legacy_uuid(to_jsonb(i) ->> 'user_id') from legacy_identities i
      where to_jsonb(i) ->> 'user_id' is not null on conflict do nothing;
    insert into identities (provider, external_id, user_id, created_at)
      select coalesce(r ->> 'provider', r ->> 'channel', 'telegram'),
        coalesce(r ->> 'external_id', r ->> 'telegram_id'), legacy_uuid(r ->> 'user_id'),
        coalesce(legacy_time(r ->> 'created_at'), now())
      from (select jsonb_strip_nulls(to_jsonb(i)) as r from legacy_identities i) identities
      where r ->> 'user_id' is not null and coalesce(r ->> 'external_id', r ->> 'telegram_id') is not null
      on conflict do nothing;
  end if;
end
$$;

-- The sessions that archive, summaries and messages speak of; the archive has taken them already.
create function legacy_session(record jsonb) returns void language sql as $$
  insert into sessions (id, created_at, last_active_at, archived_at, status, user_id)
  select legacy_uuid(record ->> 'session_id'), coalesce(began, ended), ended, ended,
    case when record ->> 'outcome' in ('resolved', 'escalated') then record ->> 'outcome' else 'abandoned' end,
    legacy_uuid(record ->> 'user_id')
  from (select legacy_time(coalesce(record ->> 'started_at', record ->> 'created_at')) as began,
    coalesce(legacy_time(coalesce(record ->> 'ended_at', record ->> 'archived_at', record ->> 'created_at')), now()) as ended) times
  where record ->> 'session_id' is not null
  on conflict (id) do nothing
$$;

do $$
begin
  if to_regclass('legacy_sessions_archive') is not null then
    perform legacy_session(to_jsonb(a)) from legacy_sessions_archive a;
    insert into sessions_archive (session_id, user_id, outcome, outcome_basis, started_at, ended_at, metrics)
      select s.id, s.user_id, r ->> 'outcome', 'assumed', s.created_at, s.last_active_at,
        case jsonb_typeof(r -> 'metrics') when 'object' then r -> 'metrics' else '{}' end
      from (select jsonb_strip_nulls(to_jsonb(a)) as r from legacy_sessions_archive a) archive
        join sessions s on s.id = legacy_uuid(r ->> 'session_id')
      where r ->> 'outcome' in ('resolved', 'escalated', 'abandoned') on conflict do nothing;
  end if;
  if to_regclass('legacy_session_summaries') is not null then
    perform legacy_session(to_jsonb(s)) from legacy_session_summaries s;
    insert into session_summaries (session_id, summary, model, created_at)
      select legacy_uuid(r ->> 'session_id'), coalesce(r ->> 'summary', r ->> 'content', r ->> 'text'),
        coalesce(r ->> 'model', 'earlier system'), coalesce(legacy_time(r ->> 'created_at'), now())
      from (select jsonb_strip_nulls(to_jsonb(s)) as r from legacy_session_summaries s) summaries
      where r ->> 'session_id' is not null
        and coalesce(r ->> 'summary', r ->> 'content', r ->> 'text') is not null
      on conflict do nothing;
  end if;
  if to_regclass('legacy_messages') is not null then
    perform legacy_session(to_jsonb(m)) from legacy_messages m order by to_jsonb(m) ->> 'created_at';
    insert into messages (session_id, role, content, created_at)
      select s.id, role, said, coalesce(legacy_time(r ->> 'created_at'), s.created_at)
      from (select jsonb_strip_nulls(to_jsonb(m)) as r, row_number() over () as n from legacy_messages m) messages,
        lateral (select coalesce(r ->> 'content', r ->> 'text', r ->> 'message') as said,
          case when lower(r ->> 'role') in ('user', 'human', 'reader') then 'user'
            when lower(r ->> 'role') in ('assistant', 'bot', 'ai') then 'assistant' end as role) read,
        sessions s
      where s.id = legacy_uuid(r ->> 'session_id') and role is not null and said is not null
      order by legacy_time(r ->> 'created_at'), n;
  end if;
  -- Whoever has a user has that user's sessions.
  insert into user_profiles (user_id)
    select distinct user_id from sessions where user_id is not null on conflict do nothing;
end
$$;

-- A secret of ours is derived from the deployment's key, so theirs sign nothing here.
do $$
begin
  if to_regclass('legacy_webhooks') is null then return; end if;
  insert into webhooks (webhook_id, url, events, secret_hash, active, deactivated_reason)
    select legacy_uuid(r ->> 'webhook_id'), r ->> 'url',
      array(select jsonb_array_elements_text(case jsonb_typeof(r -> 'events') when 'array' then r -> 'events' else '[]' end)),
      '', false, 'Carried over from an earlier system: rotate its secret, then activate it'
    from (select jsonb_strip_nulls(to_jsonb(w)) as r from legacy_webhooks w) webhooks
    where r ->> 'webhook_id' is not null and r ->> 'url' is not null on conflict do nothing;
end
$$;

drop function legacy_session(jsonb);

drop function legacy_facts(jsonb);

drop function legacy_time(text);

drop function legacy_uuid(text);
