import * as z from 'zod'

const uuid = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i

/** A point's id: an unsigned 64-bit integer or a UUID. */
export const PointId = z.union([
  z.int().nonnegative(),
  z
    .bigint()
    .nonnegative()
    .lt(2n ** 64n),
  z.string().regex(uuid),
])
export type PointId = z.output<typeof PointId>

export const Payload = z.record(z.string(), z.unknown())

const Scalar = z.union([z.string(), z.boolean(), z.int(), z.bigint()])

const Match = z.union([
  z.strictObject({ value: Scalar }),
  z.strictObject({ any: z.array(Scalar) }),
  z.strictObject({ except: z.array(Scalar) }),
])
export type Match = z.output<typeof Match>

const bound = z.union([z.number(), z.bigint()]).optional()
const Range = z.strictObject({ gt: bound, gte: bound, lt: bound, lte: bound })
export type Range = z.output<typeof Range>

const Key = z.strictObject({ key: z.string().min(1) })

const PlainCondition = z.union([
  z.strictObject({ key: z.string().min(1), match: Match }),
  z.strictObject({ key: z.string().min(1), range: Range }),
  z.strictObject({ is_empty: Key }),
  z.strictObject({ is_null: Key }),
  z.strictObject({ has_id: z.array(PointId) }),
])

/** One clause of a filter; a filter is itself a clause. */
export type Condition = z.output<typeof PlainCondition> | Filter
export interface Filter {
  must?: Condition | Condition[] | undefined
  should?: Condition | Condition[] | undefined
  must_not?: Condition | Condition[] | undefined
}

const Condition: z.ZodType<Condition> = z.lazy(() => z.union([PlainCondition, Filter]))
const clauses = z.union([Condition, z.array(Condition)]).optional()
export const Filter: z.ZodType<Filter> = z.strictObject({
  must: clauses,
  should: clauses,
  must_not: clauses,
})

const Distance = z.enum(['Cosine', 'Dot', 'Euclid', 'Manhattan'])
const VectorParams = z.strictObject({
  size: z.int().min(1).max(65536),
  distance: Distance,
  on_disk: z.boolean().optional(),
  hnsw_config: z.unknown().optional(),
  quantization_config: z.unknown().optional(),
  datatype: z.enum(['float32', 'float16', 'uint8']).optional(),
})

export const NewCollection = z.strictObject({
  vectors: VectorParams,
  shard_number: z.int().positive().optional(),
  replication_factor: z.int().positive().optional(),
  write_consistency_factor: z.int().positive().optional(),
  on_disk_payload: z.boolean().optional(),
  hnsw_config: z.unknown().optional(),
  wal_config: z.unknown().optional(),
  optimizers_config: z.unknown().optional(),
  quantization_config: z.unknown().optional(),
  strict_mode_config: z.unknown().optional(),
})

const FieldType = z.enum(['keyword', 'integer', 'float', 'geo', 'text', 'bool', 'datetime', 'uuid'])
export const NewIndex = z.strictObject({
  field_name: z.string().min(1),
  field_schema: z.union([FieldType, z.looseObject({ type: FieldType })]),
})

// One look at a vector's numbers instead of a schema's check of each, of which there are thousands.
const Vector = z.custom<number[]>(
  (value) =>
    Array.isArray(value) && value.length > 0 && value.every((number) => typeof number === 'number'),
  'expected a vector of numbers',
)
const WithPayload = z.union([
  z.boolean(),
  z.array(z.string()),
  z.strictObject({ include: z.array(z.string()) }),
  z.strictObject({ exclude: z.array(z.string()) }),
])
export type WithPayload = z.output<typeof WithPayload>

const Shown = { with_payload: WithPayload.nullish(), with_vector: z.boolean().nullish() }
const limit = z.int().min(1)

export const Upsert = z.strictObject({
  points: z
    .array(z.strictObject({ id: PointId, vector: Vector, payload: Payload.nullish() }))
    .min(1),
})
export type NewPoint = z.output<typeof Upsert>['points'][number]

export const Retrieve = z.strictObject({ ids: z.array(PointId), ...Shown })

const Points = z.strictObject({ points: z.array(PointId) })
const Matching = z.strictObject({ filter: Filter })
export const Selector = z.union([Points, Matching])
export type Selector = z.output<typeof Selector>

export const SetPayload = z.strictObject({
  payload: Payload,
  points: z.array(PointId).optional(),
  filter: Filter.optional(),
})

const Operation = z.union([
  z.strictObject({ upsert: Upsert }),
  z.strictObject({ delete: Selector }),
])
export type Operation = z.output<typeof Operation>

/** Changes one after another; Qdrant knows more kinds of them. */
export const UpdateBatch = z.strictObject({ operations: z.array(Operation) })

export const Query = z.strictObject({
  query: z.union([Vector, z.strictObject({ nearest: Vector })]),
  filter: Filter.nullish(),
  limit: limit.default(10),
  offset: z.int().nonnegative().default(0),
  score_threshold: z.number().nullish(),
  params: z
    .strictObject({
      hnsw_ef: z.int().nullish(),
      exact: z.boolean().optional(),
      indexed_only: z.boolean().optional(),
      quantization: z.unknown().optional(),
    })
    .nullish(),
  ...Shown,
})

export const QueryBatch = z.strictObject({ searches: z.array(Query) })

export const Scroll = z.strictObject({
  filter: Filter.nullish(),
  limit: limit.default(10),
  offset: PointId.nullish(),
  ...Shown,
})

export const Count = z.strictObject({
  filter: Filter.nullish(),
  exact: z.boolean().default(true),
})

export const AliasActions = z.strictObject({
  actions: z.array(
    z.union([
      z.strictObject({
        create_alias: z.strictObject({
          collection_name: z.string(),
          alias_name: z.string().min(1),
        }),
      }),
      z.strictObject({ delete_alias: z.strictObject({ alias_name: z.string() }) }),
      z.strictObject({
        rename_alias: z.strictObject({ old_alias_name: z.string(), new_alias_name: z.string() }),
      }),
    ]),
  ),
})
export type AliasAction = z.output<typeof AliasActions>['actions'][number]
