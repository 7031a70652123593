import type { NeonQueryFunction } from '@neondatabase/serverless'

const questions = {
  columns: `
    select format('%s.%s %s%s default %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
      case when a.attnotnull then ' not null' else '' end,
      coalesce(pg_get_expr(d.adbin, d.adrelid), '-') || a.attidentity::text || a.attgenerated::text) as line
    from pg_attribute a join pg_class c on c.oid = a.attrelid
      left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v')
      and a.attnum > 0 and not a.attisdropped`,
  constraints: `
    select format('%s %s', conrelid::regclass, pg_get_constraintdef(oid)) as line from pg_constraint
    where connamespace = 'public'::regnamespace and contype <> 'n'`,
  indexes: `select indexdef as line from pg_indexes where schemaname = 'public'`,
  triggers: `select pg_get_triggerdef(oid) as line from pg_trigger where not tgisinternal`,
  functions: `
    select pg_get_functiondef(p.oid) as line from pg_proc p
      left join pg_depend d on d.objid = p.oid and d.deptype = 'e'
    where p.pronamespace = 'public'::regnamespace and d.objid is null`,
  views: `select viewname || ' ' || definition as line from pg_views where schemaname = 'public'`,
  rights: `
    select format('%s %s', relname, acl) as line from pg_class, unnest(relacl) acl
    where relnamespace = 'public'::regnamespace and acl::text like 'dashboard_reader=%'`,
}

/** What a database is made of, in lines that can be compared; columns in the order of their names. */
export async function readCatalogue(sql: NeonQueryFunction<false, false>) {
  const answers = await sql.transaction(Object.values(questions).map((text) => sql.query(text)))
  return Object.fromEntries(
    Object.keys(questions).map((name, index) => [
      name,
      (answers[index] ?? []).map(({ line }) => String(line)).sort(),
    ]),
  )
}
