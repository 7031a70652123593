import * as z from 'zod/mini'
import type { AnswerPoints } from '../clients/answer-points.ts'
import { type Neon, NoRow, sql } from '../clients/neon.ts'

const Found = z.object({ hash: z.string(), cosine: z.number() })

/** The vectors of answered questions where there is no Qdrant: a table of them, searched exactly. */
export function createAnswerPointsInPostgres(neon: Neon): AnswerPoints {
  return {
    async find(query, { wanted, now, threshold, limit }, signal) {
      // Vectors of other lengths cannot be compared: the distance is taken after all conditions.
      return await neon.run(
        sql(Found)`
          with fit as materialized (
            select query_hash, vector from answer_points
            where guard = ${wanted.guard} and index_version = ${wanted.index_version}
              and model = ${wanted.model} and embedding = ${wanted.embedding}
              and expires_at > ${now}::bigint)
          select query_hash as hash, 1 - distance as cosine from (
            select query_hash, vector <=> ${JSON.stringify(query)}::vector as distance from fit) near
          where distance <= 1 - ${threshold}::float8 order by distance limit ${limit}`,
        signal,
      )
    },

    async put(vector, point) {
      await neon.run(sql(NoRow)`
        insert into answer_points (query_hash, vector, query_id, session_id, guard, index_version,
          model, embedding, expires_at)
        values (${point.query_hash}, ${JSON.stringify(vector)}::vector, ${point.query_id},
          ${point.session_id}, ${point.guard}, ${point.index_version}, ${point.model},
          ${point.embedding}, ${point.expires_at}::bigint)
        on conflict (query_hash) do update set vector = excluded.vector,
          query_id = excluded.query_id, session_id = excluded.session_id, guard = excluded.guard,
          index_version = excluded.index_version, model = excluded.model,
          embedding = excluded.embedding, expires_at = excluded.expires_at`)
    },

    async remove(hashes) {
      await neon.run(
        sql(NoRow)`delete from answer_points where query_hash = any (${hashes}::text[])`,
      )
    },

    async removeOf(sessions) {
      await neon.run(sql(NoRow)`
        delete from answer_points where session_id = any (${sessions}::uuid[])`)
    },

    async sweep(indexVersion, now) {
      await neon.run(sql(NoRow)`
        delete from answer_points
        where index_version <> ${indexVersion} or expires_at <= ${now}::bigint`)
    },
  }
}
