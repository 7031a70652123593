import type { WranglerResult } from '../setup/wrangler.ts'
import { examineConfigs } from './configs.ts'
import { type Finding, type OwnSettings, ok } from './finding.ts'
import { examineGitHub } from './github.ts'
import { examineNeon } from './neon.ts'
import { examineOpenRouter } from './openrouter.ts'
import { examineQdrant } from './qdrant.ts'
import { examineRedis } from './redis.ts'
import { examineSuite, nameInSuite } from './suite.ts'

export interface Patient {
  url: string
  settings: OwnSettings
  /** The files that it is deployed by, the last of which names its queues; none for the local suite. */
  configs: string[]
  wrangler: (args: string[]) => WranglerResult
}

/** Looks at everything a suite needs: through the suite itself, and directly where settings are at hand. */
export async function examine({ url, settings, configs, wrangler }: Patient): Promise<Finding[]> {
  // The suite first and alone: what it says of itself is not to be disturbed by what is mended below.
  const suite = await examineSuite(url, settings)
  const services = await Promise.all([
    examineOpenRouter(settings),
    examineNeon(settings),
    isLeftOut('qdrant', settings.QDRANT_URL, suite)
      ? [ok('Qdrant', 'is left out: Neon answers for the vectors')]
      : examineQdrant(settings),
    isLeftOut('redis', settings.UPSTASH_REDIS_REST_URL, suite)
      ? [ok('Redis', 'is left out: Neon holds the state')]
      : examineRedis(settings),
    examineGitHub(settings),
  ])
  return [...suite, ...services.flat(), ...(await examineConfigs(configs, wrangler))]
}

/** A suite that answers, does not name a service and has no address for it does without it on purpose. */
const isLeftOut = (name: string, address: string | undefined, suite: Finding[]) =>
  !address &&
  suite.some(({ subject, state }) => subject === 'suite' && state === 'ok') &&
  !suite.some(({ subject }) => subject === nameInSuite(name))

const marks = { ok: 'ok  ', fault: 'DO  ', unseen: '?   ' } as const

/** A finding in a line. */
export const lineOf = ({ state, subject, says }: Finding): string =>
  `${marks[state]}${subject}: ${says}`
