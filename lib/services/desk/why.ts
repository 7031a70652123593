import { lastAsked, readAsked } from '../../admin/desk/asked-questions.ts'
import { toPrompt } from '../../answer/prompt.ts'
import { everything, type Filter } from '../../chat/filter.ts'
import type { Question } from '../../chat/question.ts'
import type { DeskValues } from '../../desk/values.ts'
import type { Settings } from '../../env.ts'
import { createActiveEmbedding, embeddingKey } from '../../index/active-embedding.ts'
import { calibrationKey, createCalibrated } from '../../index/calibration.ts'
import { Problem } from '../../problem.ts'
import { compare } from '../../retrieval/explain/compare.ts'
import { explain } from '../../retrieval/explain/explain.ts'
import type { Comparison, RetrievalRequest, TryOut } from '../../retrieval/explain/explanation.ts'
import { searchBoth, searchEach } from '../../retrieval/explain/search-both.ts'
import { plainQuestion } from '../../retrieval/plain-question.ts'
import { embedAsReaders } from '../answering/embed-as-readers.ts'
import { deskFor, readDesk, tuningOf, withDesk } from '../answering/in-force.ts'
import { newId, now } from '../doors.ts'
import { embeddingOf, neonFor, qdrantFor, redisFor } from '../upstreams.ts'

/** Why a passage was found, or not, and what would come of other settings. */
export function whyServices(settings: Settings) {
  const neon = neonFor(settings, settings.TIMEOUT_INGESTION_MS)
  const redis = redisFor(settings)
  const deps = {
    neon,
    qdrant: qdrantFor(settings, settings.TIMEOUT_INGESTION_MS),
    embed: async (questions: string[]) => (await embedAsReaders(questions, settings)).vectors,
  }
  const limits = {
    limit: settings.RETRIEVAL_PASSAGES,
    maxTokens: settings.RETRIEVAL_MAX_TOKENS,
  }

  /** What is in force, as the state tells of it; without it, what this instance knows. */
  async function circumstances() {
    const batch = redis.batch()
    const held = batch.getAll([calibrationKey, embeddingKey])
    const [values] = await Promise.allSettled([held, readDesk(settings, batch)])
    const [calibration, embedding] = values.status === 'fulfilled' ? values.value : []
    const active = createActiveEmbedding(embeddingOf(settings))
    active.note(embedding)
    const calibrated = createCalibrated()
    calibrated.note(calibration)
    return {
      desk: deskFor(settings).desk().values,
      calibration: calibrated.of(active.name()),
      limits,
    }
  }

  const tuned = (desk: DeskValues, values: TryOut = {}) =>
    tuningOf(withDesk(settings, { ...desk, ...values }))

  return {
    async explain(wanted: RetrievalRequest) {
      const known = await askedIn(wanted, neon)
      const { desk, ...rest } = await circumstances()
      const prompt =
        (question: Question) => (chosen: { sources: Parameters<typeof toPrompt>[2] }) =>
          toPrompt(question.query_id, question, chosen.sources, [], [], { wishes: desk })
      const one = async (filter: Filter | undefined, values?: TryOut) => {
        const question = toQuestion({ ...known, ...(filter && { filter }) })
        const found = await searchBoth(question, deps)
        return explain(question, found, { ...rest, tuning: tuned(desk, values) }, prompt(question))
      }
      const { changed } = wanted
      const [now, then] = await Promise.all([
        one(known.filter),
        changed && one(changed.filter ?? known.filter, changed.values),
      ])
      return { question: known.question, now, ...(then && { changed: then }) }
    },

    /** What other settings would do to the last questions. */
    async compare(values: TryOut, last: number): Promise<Comparison> {
      const [questions, { desk, ...rest }] = await Promise.all([
        lastAsked(last, neon),
        circumstances(),
      ])
      const asked = questions.map(toQuestion)
      const found = await searchEach(
        asked.map(({ question }) => plainQuestion(question)),
        deps,
      )
      const both = asked.flatMap((question, at) => {
        const its = found[at]
        return its ? [{ question, found: its }] : []
      })
      return compare(both, { ...rest, tuning: tuned(desk) }, tuned(desk, values))
    },
  }
}

/** The question that is meant: one of the log, or the one that is sent. */
async function askedIn(
  { query_id, question, page, selected_text, filter }: RetrievalRequest,
  neon: ReturnType<typeof neonFor>,
) {
  const given = {
    ...(filter && { filter }),
    ...(page !== undefined && { page }),
    ...(selected_text !== undefined && { selected_text }),
  }
  if (query_id !== undefined) {
    const known = await readAsked(query_id, neon)
    return { ...known, ...given }
  }
  if (question === undefined)
    throw new Problem('invalid-request', 'Send a question, or the query_id of one.', {
      errors: [{ location: 'body.question', message: 'Is missing, and so is query_id' }],
    })
  return { question, ...given }
}

/** A question as the owner asks it: of all pages, whoever may read them. */
function toQuestion({
  query_id = newId(),
  question,
  page,
  selected_text,
  filter,
}: {
  query_id?: string
  question: string
  page?: string
  selected_text?: string
  filter?: Filter
}): Question {
  return {
    query_id,
    question,
    filter: { ...filter, ...everything },
    ...(page !== undefined && { page: { path: page } }),
    ...(selected_text !== undefined && { selected_text }),
    session_id: newId(),
    address: 'desk',
    askedAt: now(),
  }
}
