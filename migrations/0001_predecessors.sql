-- Makes room in a database that another system filled before, or an early Marginalia: tables that
-- are not ours but bear a name of ours are set aside as legacy_…, and what the textbook chatbots
-- kept in tables that ours extend is made to fit. Does nothing in an empty database.

-- Whether a table has all of these columns, each given as its name and type.
create function has_columns(given text, wanted text[]) returns boolean language sql as $$
  select wanted <@ array(
    select attname || ' ' || format_type(atttypid, null) from pg_attribute
    where attrelid = to_regclass(given) and attnum > 0 and not attisdropped)
$$;

-- Gives a table another name, and its indexes too, so that none of ours finds its name taken.
create function set_aside(given text, reason text) returns void language plpgsql as $$
declare
  target text := 'legacy_' || given;
  n integer := 1;
  one record;
begin
  while to_regclass(target) is not null loop
    n := n + 1;
    target := format('legacy_%s_%s', given, n);
  end loop;
  for one in select c.relname from pg_index i join pg_class c on c.oid = i.indexrelid
      where i.indrelid = to_regclass(given) loop
    execute format('alter index %I rename to %I', one.relname, left(target || '_' || one.relname, 63));
  end loop;
  for one in select c.relname from pg_depend d join pg_class c on c.oid = d.objid
      where d.refobjid = to_regclass(given) and d.deptype in ('a', 'i') and c.relkind = 'S' loop
    execute format('alter sequence %I rename to %I', one.relname, left(target || '_' || one.relname, 63));
  end loop;
  execute format('alter table %I rename to %I', given, target);
  execute format('comment on table %I is %L', target, reason);
end
$$;

-- Ids that are no UUID become one, the same each time.
create function legacy_uuid(id text) returns uuid language sql immutable as $$
  select case when id ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then id::uuid
    when id is not null then md5(id)::uuid end
$$;

do $$
declare
  one record;
  carried constant text := 'what fits was carried over, and this is how it was';
begin
  for one in select * from (values
    ('documents', '{content_hash text,embedding_model text,source text,chunk_index integer}',
      'passages of another model cannot be searched; push their texts with PUT /v1/documents/{path}'),
    ('chapters', '{source_path text,content_hash text,search_config regconfig}', 'not a table of ours'),
    ('messages', '{session_id uuid,query_id uuid,role text,content text,sources jsonb}', carried),
    ('sessions_archive', '{session_id uuid,outcome_basis text,ended_at timestamp with time zone}', carried),
    ('session_summaries', '{session_id uuid,summary text,model text}', carried),
    ('user_profiles', '{user_id uuid,long_term_memory jsonb,updated_at timestamp with time zone}', carried),
    ('identities', '{provider text,external_id text,user_id uuid,created_at timestamp with time zone}', carried),
    ('webhooks', '{webhook_id uuid,secret_version integer,failing_since timestamp with time zone}',
      'carried over, but out of service: rotate each secret, give it to the receiver, then activate'),
    ('webhook_deliveries', '{delivery_id uuid,event_id text,payload jsonb,attempt integer}',
      'deliveries of the earlier system, which are not sent again'),
    ('escalations', '{id uuid,session_id uuid,reason text}', 'not a table of ours'),
    ('idempotency_keys', '{key_hash text,fingerprint text}', 'not a table of ours'),
    ('sessions', '{id uuid}', 'sessions whose ids are no UUIDs; those that are referred to were carried over'),
    ('query_logs', '{id integer,question text,answer text}', 'not a table of ours'),
    ('ingestion_runs', '{status character varying}', 'not a table of ours'),
    ('ingestion_chapters', '{source_path text}', 'not a table of ours')
  ) as ours (name, columns, reason) loop
    continue when to_regclass(one.name) is null or has_columns(one.name, one.columns::text[]);
    -- An early state of ours had text where it is varchar now.
    continue when one.name = 'ingestion_runs' and has_columns(one.name, '{status text}');
    perform set_aside(one.name, one.reason);
  end loop;
end
$$;

-- Runs: a crash left some running, and one run may have had a page twice. Early runs of ours had
-- UUIDs for ids.
do $$
declare
  is_ours boolean := has_columns('ingestion_runs', '{progress_at timestamp with time zone}');
  failed constant text := 'Left unfinished by an earlier system';
begin
  if to_regclass('ingestion_runs') is null then return; end if;
  drop view if exists ingestion_health;
  drop index if exists ingestion_runs_one_running;
  alter table ingestion_runs alter column status drop default;
  alter table ingestion_runs alter column status type varchar(20);
  alter table ingestion_runs add column if not exists started_at timestamptz default now();
  alter table ingestion_runs add column if not exists completed_at timestamptz;
  alter table ingestion_runs add column if not exists error_message text;
  alter table ingestion_runs alter column started_at drop not null;
  alter table ingestion_runs add column if not exists total_chapters integer;
  alter table ingestion_runs add column if not exists total_passages integer;
  alter table ingestion_runs alter column total_chapters drop not null;
  alter table ingestion_runs alter column total_chapters drop default;
  alter table ingestion_runs alter column total_passages drop not null;
  alter table ingestion_runs alter column total_passages drop default;
  update ingestion_runs set started_at = coalesce(completed_at, now()) where started_at is null;
  if not is_ours then
    update ingestion_runs set status = 'completed'
    where lower(status) in ('success', 'succeeded', 'done', 'complete', 'completed');
    update ingestion_runs set status = 'failed', completed_at = coalesce(completed_at, now()),
      error_message = coalesce(error_message, failed)
    where status not in ('completed', 'failed');
  end if;
  if has_columns('ingestion_runs', '{id uuid}') then
    alter table ingestion_runs add column number integer;
    update ingestion_runs r set number = n from (
      select id, row_number() over (order by started_at, id) as n from ingestion_runs) numbered
    where numbered.id = r.id;
    create table legacy_ingestion_run_ids as select number as id, id as former_id from ingestion_runs;
    comment on table legacy_ingestion_run_ids is 'the ids that runs had before they were numbers';
    if to_regclass('ingestion_chapters') is not null then
      alter table ingestion_chapters add column run_number integer;
      update ingestion_chapters c set run_number = r.number from ingestion_runs r where r.id = c.run_id;
      alter table ingestion_chapters drop column run_id;
      alter table ingestion_chapters rename column run_number to run_id;
    end if;
    alter table ingestion_runs drop column id;
    alter table ingestion_runs rename column number to id;
    alter table ingestion_runs add primary key (id);
    create sequence ingestion_runs_id_seq as integer owned by ingestion_runs.id;
    perform setval('ingestion_runs_id_seq', greatest(1, (select max(id) from ingestion_runs)),
      exists (select from ingestion_runs));
    alter table ingestion_runs alter column id set default nextval('ingestion_runs_id_seq');
  end if;
end
$$;

do $$
declare
  is_ours boolean := has_columns('ingestion_chapters', '{passages_added integer}');
begin
  if to_regclass('ingestion_chapters') is null then return; end if;
  drop index if exists ingestion_chapters_pending;
  alter table ingestion_chapters alter column status drop default;
  alter table ingestion_chapters alter column status type varchar(20);
  alter table ingestion_chapters add column if not exists part_number integer;
  alter table ingestion_chapters add column if not exists error_message text;
  alter table ingestion_chapters add column if not exists passages_created integer default 0;
  alter table ingestion_chapters alter column passages_created drop not null;
  update ingestion_chapters set source_path = '' where source_path is null;
  update ingestion_chapters set part_number = 0 where part_number is null;
  alter table ingestion_chapters alter column source_path set not null;
  alter table ingestion_chapters alter column part_number set not null;
  if has_columns('ingestion_chapters', '{id bigint}') then
    alter table ingestion_chapters alter column id type integer;
    alter sequence ingestion_chapters_id_seq as integer;
  end if;
  if not is_ours then
    update ingestion_chapters set status = 'completed'
    where lower(status) in ('success', 'succeeded', 'done', 'complete', 'completed', 'indexed', 'skipped');
    update ingestion_chapters set status = 'failed',
      error_message = coalesce(error_message, 'Left unfinished by an earlier system')
    where status not in ('completed', 'failed');
  end if;
  if exists (select from ingestion_chapters c left join ingestion_runs r on r.id = c.run_id
      where r.id is null and c.run_id is not null
        or exists (select from ingestion_chapters later where later.run_id = c.run_id
          and later.source_path = c.source_path and later.id > c.id)) then
    create table legacy_ingestion_chapters as
      select c.* from ingestion_chapters c left join ingestion_runs r on r.id = c.run_id
      where r.id is null and c.run_id is not null
        or exists (select from ingestion_chapters later where later.run_id = c.run_id
          and later.source_path = c.source_path and later.id > c.id);
    comment on table legacy_ingestion_chapters is
      'pages that one run had more than once; the last of each stayed';
    delete from ingestion_chapters where id in (select id from legacy_ingestion_chapters);
  end if;
  if not exists (select from pg_constraint
      where conrelid = 'ingestion_chapters'::regclass and confrelid = 'ingestion_runs'::regclass) then
    alter table ingestion_chapters add foreign key (run_id) references ingestion_runs (id);
  end if;
end
$$;

-- Sessions and logs.
do $$
declare
  one record;
begin
  if to_regclass('sessions') is not null then
    alter table sessions alter column id drop default;
    alter table sessions add column if not exists created_at timestamptz default now();
    alter table sessions add column if not exists last_active_at timestamptz default now();
    alter table sessions alter column created_at drop not null;
    alter table sessions alter column last_active_at drop not null;
    update sessions set created_at = coalesce(created_at, last_active_at, now()),
      last_active_at = coalesce(last_active_at, created_at, now())
    where created_at is null or last_active_at is null;
  end if;
  if to_regclass('query_logs') is null then return; end if;
  alter table query_logs add column if not exists sources jsonb;
  alter table query_logs add column if not exists created_at timestamptz default now();
  alter table query_logs alter column sources drop not null;
  alter table query_logs alter column sources drop default;
  alter table query_logs alter column created_at drop not null;
  update query_logs set created_at = now() where created_at is null;
  update query_logs set sources = case jsonb_typeof(sources)
      when 'array' then sources when 'object' then jsonb_build_array(sources) else '[]' end
  where jsonb_typeof(sources) is distinct from 'array';
  alter table query_logs add column if not exists retrieval_mode varchar(20) default 'full_book';
  alter table query_logs alter column retrieval_mode drop not null;
  update query_logs set retrieval_mode = 'full_book' where retrieval_mode is null;
  for one in select conname from pg_constraint
      where conrelid = 'query_logs'::regclass and contype = 'f' and confdeltype <> 'n' loop
    execute format('alter table query_logs drop constraint %I', one.conname);
  end loop;
end
$$;

-- A log's session is one of ours, or none.
do $$
declare
  session_type text;
begin
  if to_regclass('query_logs') is null then return; end if;
  create table if not exists sessions (id uuid primary key);
  alter table sessions add column if not exists created_at timestamptz default now();
  alter table sessions add column if not exists last_active_at timestamptz default now();
  select format_type(atttypid, null) into session_type from pg_attribute
    where attrelid = 'query_logs'::regclass and attname = 'session_id' and not attisdropped;
  if session_type is null then
    alter table query_logs add column session_id uuid;
  elsif session_type <> 'uuid' then
    alter table query_logs alter column session_id type uuid using legacy_uuid(session_id::text);
  end if;
  insert into sessions (id, created_at, last_active_at)
    select session_id, min(created_at), max(created_at) from query_logs
    where session_id is not null group by session_id on conflict do nothing;
  if not exists (select from pg_constraint
      where conrelid = 'query_logs'::regclass and confrelid = 'sessions'::regclass) then
    alter table query_logs add foreign key (session_id) references sessions (id) on delete set null;
  end if;
end
$$;

drop function set_aside(text, text);

drop function has_columns(text, text[]);
