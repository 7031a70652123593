import type { Settings } from '../../env.ts'
import { readTexts } from '../../text/assets/asset-texts.ts'
import { now } from '../doors.ts'

const tellEveryMs = 60_000
let toldAt = Number.NEGATIVE_INFINITY

/** Reads what answers are told and judged by; throws an AssetError where it is not to be had. */
export const requireAnsweringTexts = ({ ASSETS }: Settings): Promise<void> =>
  readTexts('answering', ASSETS)

/**
 * The same for what goes on without: no claim is verified then, talk is searched for, and we speak
 * English. The log says why, once a minute.
 */
export const readAnsweringTexts = (settings: Settings): Promise<void> =>
  requireAnsweringTexts(settings).catch((error: unknown) => {
    if (now() - toldAt < tellEveryMs) return
    toldAt = now()
    console.error(`No claim is verified: ${error}`)
  })
