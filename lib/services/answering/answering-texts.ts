import type { Settings } from '../../env.ts'
import { readTextsFor } from '../upstreams.ts'

/** Reads what answers are told and judged by; throws where it is not to be had. */
export const requireAnsweringTexts = (settings: Settings): Promise<void> =>
  readTextsFor(settings, 'answering')

/**
 * The same for what goes on without: no claim is verified then, talk is searched for, and we speak
 * English.
 */
export const readAnsweringTexts = (settings: Settings): Promise<void> =>
  requireAnsweringTexts(settings).catch(() => undefined)
