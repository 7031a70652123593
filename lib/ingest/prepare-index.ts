import { NoRow, type Statement, sql } from '../clients/neon.ts'
import type { IndexDeps } from './index-page.ts'
import type { PlanMessage } from './messages.ts'

/** What the index is made of at present. */
export interface IndexStanding {
  dimensions: number
  has_other_model: boolean
  isEmpty: boolean
}

/**
 * Makes the vector store ready for a run. When the vectors would be of another model or length than
 * those that answer now, or if the owner asks for it, gives the name of a new collection to be filled
 * beside the old one, which goes on answering until the new one is whole.
 */
export async function prepareIndex(
  message: PlanMessage,
  standing: IndexStanding,
  deps: IndexDeps,
): Promise<string | undefined> {
  const { qdrant, redis, neon, embeddingModel, dimensions } = deps
  const isOtherLength = standing.dimensions !== dimensions
  if (isOtherLength) await neon.transaction(resizeEmbeddings(dimensions))
  const isBeside = message.recreate || standing.has_other_model || isOtherLength
  if (!isBeside || standing.isEmpty) {
    const active = JSON.stringify({ model: embeddingModel, dimensions })
    await Promise.all([
      qdrant.prepare(dimensions),
      standing.isEmpty && redis.commands.set('index:embedding', active),
    ])
    return undefined
  }
  const collection = qdrant.collectionOf(message.run_id)
  await qdrant.sweep(collection)
  await qdrant.create(collection, dimensions)
  return collection
}

/** Vectors of another length cannot be compared with what is stored: those are given up. */
function resizeEmbeddings(dimensions: number): Statement<unknown>[] {
  // A type's length is part of its name and cannot be a parameter; it is a whole number here.
  const type = `vector(${Math.trunc(dimensions)})`
  const resize = `do $$
    declare had_index boolean := to_regclass('documents_embedding') is not null;
    begin
      drop index if exists documents_embedding;
      alter table documents alter column embedding type ${type} using null::${type};
      if had_index then
        create index documents_embedding on documents using hnsw (embedding vector_cosine_ops);
      end if;
    end $$`
  return [
    { text: resize, params: [], row: NoRow },
    sql(NoRow)`update documents set embedding_model = ''`,
  ]
}
