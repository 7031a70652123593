import { NoRow, type Statement, sql } from '../../clients/neon.ts'
import { embeddingKey } from '../../index/active-embedding.ts'
import { indexedEmbedding, longestIndexed } from '../../index/vector-index.ts'
import type { PlanMessage } from '../ledger/messages.ts'
import { embedPassages } from '../write/embed-passages.ts'
import type { IndexDeps } from '../write/index-pages.ts'

/** What the index is made of at present. */
export interface IndexStatus {
  /** When the run began. */
  started_at: Date
  dimensions: number
  has_other_model: boolean
  isEmpty: boolean
}

/** A collection to be filled while another answers. */
export interface NewCollection {
  collection: string
  /** Whether the one that answers is of the same model, so that it can be kept up to date. */
  keeps_model: boolean
}

/**
 * Makes the vector store ready for a run. When the vectors would be of another model or length than
 * those that answer now, or if the owner asks for it, gives a new collection to be filled beside the
 * old one, which goes on answering until the new one is whole.
 */
export async function prepareIndex(
  message: PlanMessage,
  index: IndexStatus,
  deps: IndexDeps,
): Promise<NewCollection | undefined> {
  const { qdrant, redis, neon, embeddingModel, dimensions } = deps
  const wanted = JSON.stringify({ model: embeddingModel, dimensions })
  const [answers, answering] = await Promise.all([
    qdrant.answering(),
    redis.commands.get(embeddingKey),
  ])
  const length = answers?.dimensions ?? dimensions
  const isOtherLength = index.dimensions !== dimensions
  if (isOtherLength) {
    // Before anything stored is given up for it, the model has to show that it has this length.
    await embedPassages(['Marginalia'], deps)
    await neon.transaction(resizeEmbeddings(dimensions))
  }
  // A run that never came to its end may have brought Neon to the new model, and the points not.
  const isOtherModel = index.has_other_model || (answering ?? wanted) !== wanted
  const isOther = isOtherLength || isOtherModel || length !== dimensions
  // What stands under the alias' own name is somebody else's, or from before there were aliases.
  const isForeign = answers !== undefined && !answers.isAlias
  const isBeside =
    isForeign || (index.isEmpty ? length !== dimensions : isOther || message.recreate)
  if (!isBeside) {
    await Promise.all([
      qdrant.prepare(dimensions, answers),
      index.isEmpty && redis.commands.set(embeddingKey, wanted),
    ])
    return undefined
  }
  const collection = qdrant.collectionOf(message.run_id, index.started_at)
  await qdrant.sweep(collection)
  await qdrant.create(collection, dimensions)
  return { collection, keeps_model: !isOther && !isForeign }
}

/** Vectors of another length cannot be compared with what is stored: those are given up. */
function resizeEmbeddings(dimensions: number): Statement<unknown>[] {
  // A type's length is part of its name and cannot be a parameter; it is a whole number here.
  const type = `vector(${Math.trunc(dimensions)})`
  const index =
    dimensions > longestIndexed
      ? ''
      : `create index documents_embedding on documents
          using hnsw ((${indexedEmbedding(dimensions)}) halfvec_cosine_ops) with (m = 10);`
  const resize = `do $$
    declare had_index boolean := to_regclass('documents_embedding') is not null;
    begin
      drop index if exists documents_embedding;
      alter table documents alter column embedding type ${type} using null::${type};
      if had_index then
        ${index}
      end if;
    end $$`
  return [
    { text: resize, params: [], row: NoRow },
    sql(NoRow)`update documents set embedding_model = ''`,
  ]
}
