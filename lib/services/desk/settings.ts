import type * as z from 'zod/mini'
import {
  type CorrectionQuery,
  correct,
  listCorrections,
  type NewCorrection,
  withdraw,
} from '../../admin/desk/corrections.ts'
import { latestSettings } from '../../admin/desk/latest-settings.ts'
import { addPin, listPins, type NewPin, type PinQuery, removePin } from '../../admin/desk/pins.ts'
import { republish } from '../../admin/desk/publish.ts'
import {
  type DeskChange,
  type DeskRestore,
  type DeskSettings,
  listVersions,
  restoreSettings,
  saveSettings,
} from '../../admin/desk/settings.ts'
import { readRetention } from '../../admin/retention.ts'
import type { Me } from '../../admin/staff.ts'
import type { DeskValues } from '../../desk/values.ts'
import type { Settings } from '../../env.ts'
import { requireAnsweringTexts } from '../answering/answering-texts.ts'
import { embedAsReaders } from '../answering/embed-as-readers.ts'
import { now } from '../doors.ts'
import { neonFor, readTextsFor, redisFor } from '../upstreams.ts'
import { publishing, requireInForce } from './publishing.ts'

type Saved = Awaited<ReturnType<typeof saveSettings>> | undefined

/** What owners set and pin at the desk; what is changed is in force when the reply comes, or the reply says so. */
export function deskAdminServices(settings: Settings) {
  const neon = neonFor(settings)
  const redis = redisFor(settings)
  const readOffences = () => readTextsFor(settings, 'offences')
  const told = (saved: Saved, isInForce: boolean): DeskSettings => ({
    version: saved?.version ?? 0,
    values: saved?.values ?? {},
    ...(saved && { saved_at: saved.saved_at.toISOString(), saved_by: saved.saved_by }),
    deployment: ofDeployment(settings),
    is_in_force: isInForce,
  })
  const published = publishing(settings)
  return {
    async settings() {
      const [saved] = await neon.run(latestSettings)
      return told(saved, await republish(saved?.version ?? 0, { neon, redis }))
    },
    versions: () => listVersions(neon),
    async save(change: z.infer<typeof DeskChange>, member: Me) {
      await readOffences()
      return told(await saveSettings(change, member, neon), await published())
    },
    async restore(wanted: z.infer<typeof DeskRestore>, member: Me) {
      await readOffences()
      return told(await restoreSettings(wanted, member, neon), await published())
    },
    retention: (days: number) => readRetention(days, neon),

    corrections: (query: z.infer<typeof CorrectionQuery>) => listCorrections(query, neon),
    correct: (wanted: z.infer<typeof NewCorrection>, member: string) =>
      correct(wanted, member, neon),
    withdraw: (queryId: string) => withdraw(queryId, neon),

    pins: (query: z.infer<typeof PinQuery>) => listPins(query, neon),
    async addPin(wanted: NewPin, member: string) {
      const embed = async (question: string) => {
        const { vectors, by } = await embedAsReaders([question], settings)
        return { vector: vectors[0] ?? [], by }
      }
      await requireAnsweringTexts(settings)
      const pin = await addPin(wanted, member, { neon, now, embed })
      await requireInForce(published())
      return pin
    },
    async removePin(id: string) {
      await removePin(id, neon)
      await requireInForce(published())
    },
  }
}

/** What the settings of the deployment say of what the desk can set. */
const ofDeployment = (settings: Settings): DeskValues => ({
  retrieval_strictness: settings.RETRIEVAL_STRICTNESS,
  retrieval_floor: settings.RETRIEVAL_FLOOR,
  retrieval_dense_weight: settings.RETRIEVAL_DENSE_WEIGHT,
  retrieval_lexical_weight: settings.RETRIEVAL_LEXICAL_WEIGHT,
  openrouter_chat_model: settings.OPENROUTER_CHAT_MODEL,
  budget_tokens_per_day: settings.BUDGET_TOKENS_PER_DAY,
  budget_money_per_day: settings.BUDGET_MONEY_PER_DAY,
  challenge: settings.CHALLENGE,
  retention_days: settings.RETENTION_DAYS,
})
