import { NeonDbError, neon, neonConfig } from '@neondatabase/serverless'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Cloud } from '../../dev/cloud/cloud.ts'
import { createNeonHttp, PostgresError } from '../../lib/clients/wire/neon-http.ts'
import { aCloud, setting, startTimeoutMs } from './a-cloud.ts'

const databaseUrl = process.env.DATABASE_URL

describe('on PGlite', () => contract(() => aCloud({ only: ['neon'] })))

describe.skipIf(!databaseUrl)('on a real Postgres, when DATABASE_URL names one', () =>
  contract(() => aCloud({ only: ['neon'], real: { databaseUrl: databaseUrl ?? '' } })),
)

function contract(start: () => Promise<Cloud>) {
  let cloud: Cloud
  let sql: ReturnType<typeof neon<false, false>>
  let door: ReturnType<typeof createNeonHttp>

  beforeAll(async () => {
    cloud = await start()
    neonConfig.fetchEndpoint = setting(cloud, 'NEON_HTTP_URL')
    sql = neon(setting(cloud, 'DATABASE_URL'))
    door = createNeonHttp({
      url: setting(cloud, 'DATABASE_URL'),
      httpUrl: setting(cloud, 'NEON_HTTP_URL'),
    })
    await sql`CREATE EXTENSION IF NOT EXISTS vector`
    await sql`DROP TABLE IF EXISTS contract_pages`
    await sql`CREATE TABLE contract_pages (id bigint PRIMARY KEY, title text NOT NULL)`
  }, startTimeoutMs)
  afterAll(async () => {
    await sql`DROP TABLE contract_pages`
    await cloud.close()
  })

  test('values come as the driver reads their types', async () => {
    const [row] = await sql`
      SELECT 1 AS int4, 9223372036854775807 AS int8, 1.50::numeric AS numeric, true AS bool,
        '{"a": [1]}'::jsonb AS jsonb, '2026-01-02T03:04:05Z'::timestamptz AS at,
        ARRAY['x', 'y'] AS texts, '[1,2]'::vector AS vector, NULL AS nothing`
    expect(row).toEqual({
      int4: 1,
      int8: '9223372036854775807',
      numeric: '1.50',
      bool: true,
      jsonb: { a: [1] },
      at: new Date('2026-01-02T03:04:05Z'),
      texts: ['x', 'y'],
      vector: '[1,2]',
      nothing: null,
    })
  })

  test('parameters of every kind arrive', async () => {
    const [row] = await sql`
      SELECT ${9223372036854775807n}::bigint AS id, ${['a,b', 'c"d']}::text[] AS texts,
        ${{ a: 'ü' }}::jsonb AS object, ${false}::boolean AS flag, ${null}::text AS nothing`
    expect(row).toEqual({
      id: '9223372036854775807',
      texts: ['a,b', 'c"d'],
      object: { a: 'ü' },
      flag: false,
      nothing: null,
    })
  })

  test.each([
    "1::int2, 2::int4, 9223372036854775807::int8, 1.5::float4, 'NaN'::float8, 1.50::numeric, 7::oid",
    "true, false, 'text'::text, 'v'::varchar(9), 'c'::char(3), '\\\\x00ff'::text, gen_random_uuid() IS NULL",
    `'{"a": [1, "ü"]}'::jsonb, '[null]'::json, 'null'::jsonb, '[1,2]'::vector, '[1,2]'::halfvec(2)`,
    "'2026-01-02T03:04:05.123456Z'::timestamptz, '0044-03-15'::timestamptz, '2026-01-02 03:04:05'::timestamp",
    "ARRAY['x', NULL, '', 'NULL', 'a,b', 'c\"d', 'e\\\\f', '{', ' ', E'line\\n'], ARRAY[]::text[]",
    'ARRAY[1, NULL, 3], ARRAY[1.5, 2]::float8[], ARRAY[true, false, NULL], ARRAY[1]::bigint[]',
    `ARRAY['{"a": "b,c"}', 'null']::jsonb[], ARRAY['00000000-0000-4000-8000-000000000000']::uuid[]`,
    "NULL, to_tsvector('simple', 'a b'), 'simple'::regconfig",
  ])('our own door reads as the driver does: %s', async (columns) => {
    const text = `SELECT * FROM (SELECT ${columns}) AS t (${letters(columns)})`
    expect(await door.query({ text, params: [] }, AbortSignal.timeout(30_000))).toEqual(
      await sql.query(text),
    )
  })

  test.each([
    ['int', 1],
    ['int', null],
    ['int', undefined],
    ['bigint', 2n ** 62n],
    ['boolean', true],
    ['timestamptz', new Date('2026-01-02T03:04:05.123Z')],
    ['text[]', ['a,b', 'c"d', '\\', '', null, '{}', 'NULL']],
    ['int[]', [1, null, 3]],
    [
      'int[][]',
      [
        [1, 2],
        [3, 4],
      ],
    ],
    ['jsonb', { a: ['ü', null, { b: 1 }] }],
    ['jsonb[]', [{ a: 1 }, { b: '"' }]],
    ['vector', '[1,2]'],
    ['text', 'O\'Reilly; drop table "x" \\ $1'],
  ])('our own door writes %s as the driver does: %o', async (type, value) => {
    const text = `SELECT $1::${type}::text AS value`
    const params = [value]
    expect(await door.query({ text, params }, AbortSignal.timeout(30_000))).toEqual(
      await sql.query(text, params),
    )
  })

  test('our own door tells a code as the driver does, and writes nothing when read only', async () => {
    const wrong = { text: 'INSERT INTO contract_pages VALUES (20, $1)', params: [null] }
    const signal = AbortSignal.timeout(30_000)
    await expect(door.query(wrong, signal)).rejects.toMatchObject({ code: '23502' })
    const right = { ...wrong, params: ['twenty'] }
    await expect(door.transaction([right, wrong], signal, false)).rejects.toThrow(PostgresError)
    await expect(door.transaction([right], signal, true)).rejects.toMatchObject({ code: '25006' })
    const read = { text: 'SELECT id FROM contract_pages WHERE id = $1', params: [20] }
    expect(await door.transaction([read, read], signal, true)).toEqual([[], []])
  })

  test('an array of vectors arrives, and one that is none is refused', async () => {
    const vectors = ['[1,-0.5]', '[3e-3]']
    expect(await sql`SELECT v FROM unnest(${vectors}::vector[]) v`).toEqual([
      { v: '[1,-0.5]' },
      { v: '[0.003]' },
    ])
    const refused = async (wrong: string[], code: string) =>
      await expect(sql`SELECT ${wrong}::vector[]`).rejects.toMatchObject({ code })
    await refused(['[]'], '22000')
    await refused(['[1,x]'], '22P02')
    await refused(['[1,NaN]'], '22000')
  })

  test('full results tell the command and the number of rows', async () => {
    const inserted = await sql.query("INSERT INTO contract_pages VALUES (10, 'a'), (11, 'b')", [], {
      fullResults: true,
    })
    expect(inserted).toMatchObject({ command: 'INSERT', rowCount: 2, rows: [] })
  })

  test('a broken constraint is an error with its code, detail and name', async () => {
    await sql`INSERT INTO contract_pages VALUES (1, 'one')`
    const error = await sql`INSERT INTO contract_pages VALUES (1, 'again')`.catch((e: unknown) => e)
    expect(error).toBeInstanceOf(NeonDbError)
    expect(error).toMatchObject({
      code: '23505',
      severity: 'ERROR',
      constraint: 'contract_pages_pkey',
      table: 'contract_pages',
      detail: 'Key (id)=(1) already exists.',
    })
  })

  test('two statements in one query are refused', async () => {
    await expect(sql.query('SELECT 1; SELECT 2')).rejects.toMatchObject({ code: '42601' })
  })

  test('a transaction that fails leaves nothing', async () => {
    const failing = sql.transaction([
      sql`INSERT INTO contract_pages VALUES (2, 'two')`,
      sql`INSERT INTO contract_pages VALUES (3, NULL)`,
    ])
    await expect(failing).rejects.toMatchObject({ code: '23502' })
    expect(await sql`SELECT id FROM contract_pages WHERE id = 2`).toEqual([])
  })

  test('a transaction that is sent again is as good as the first, and as little is left where it fails', async () => {
    const filing = (id: number) =>
      sql.transaction([
        sql`SELECT ${'before'}::text AS said`,
        sql`INSERT INTO contract_pages VALUES (${id}, 'filed') RETURNING title`,
        sql`DELETE FROM contract_pages WHERE id < ${0}`,
        sql`SELECT count(*)::int FROM contract_pages WHERE title = 'filed'`,
      ])
    for (const times of [1, 2, 3]) {
      const filed = await filing(70 + times)
      expect(filed).toEqual([[{ said: 'before' }], [{ title: 'filed' }], [], [{ count: times }]])
      await expect(filing(71)).rejects.toMatchObject({ code: '23505' })
    }
    await sql`DELETE FROM contract_pages WHERE title = 'filed'`
  })

  test('a transaction keeps its isolation level and refuses to write when read only', async () => {
    const [level] = await sql.transaction([sql`SHOW transaction_isolation`], {
      isolationLevel: 'Serializable',
    })
    expect(level).toEqual([{ transaction_isolation: 'serializable' }])
    const writing = sql.transaction([sql`INSERT INTO contract_pages VALUES (4, 'four')`], {
      readOnly: true,
    })
    await expect(writing).rejects.toMatchObject({ code: '25006' })
  })

  test('a statement that is sent again sees how its table has changed', async () => {
    await sql`CREATE TABLE IF NOT EXISTS contract_changing (id int)`
    const read = () => sql`SELECT * FROM contract_changing`
    await sql`INSERT INTO contract_changing VALUES (1)`
    expect(await read()).toEqual([{ id: 1 }])
    await sql`ALTER TABLE contract_changing ADD COLUMN title text DEFAULT 'new'`
    expect(await read()).toEqual([{ id: 1, title: 'new' }])
    await sql`DROP TABLE contract_changing`
    await expect(read()).rejects.toMatchObject({ code: '42P01' })
  })

  test('any number of statements is understood, any number of times', async () => {
    const numbers = Array.from({ length: 250 }, (_, n) => n)
    const results = await sql.transaction(
      numbers.map((n) => sql.query(`SELECT ${n} + $1::int AS n`, [1])),
    )
    expect(results.map(([row]) => row?.n)).toEqual(numbers.map((n) => n + 1))
    const again = await sql.transaction(numbers.map((n) => sql`SELECT ${n}::int AS n`))
    expect(again.map(([row]) => row?.n)).toEqual(numbers)
  })

  test('a session ends with its request', async () => {
    const before = await sql`SHOW search_path`
    await sql`SET search_path TO nowhere`
    await sql`BEGIN`
    await sql`CREATE TEMP TABLE gone (id int)`
    await expect(sql`SELECT * FROM gone`).rejects.toMatchObject({ code: '42P01' })
    expect(await sql`SHOW search_path`).toEqual(before)
  })

  test('a wrong password is refused as Neon refuses it', async () => {
    const url = new URL(setting(cloud, 'DATABASE_URL'))
    url.password = 'wrong'
    await expect(neon(url.href)`SELECT 1`).rejects.toMatchObject({ code: '28P01' })
  })
}

/** A name for each column: "a, b, c". Commas within quotes and brackets part none. */
const letters = (columns: string) => {
  const bare = columns.replace(/'(?:[^']|'')*'|\[[^\]]*\]|\([^)]*\)/g, '')
  return Array.from({ length: bare.split(',').length }, (_, index) => `c${index}`).join(', ')
}
