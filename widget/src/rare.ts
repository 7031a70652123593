import { loadPart } from './parts.ts'
import { isRecord } from './request.ts'

/** What readers seldom need: the way to a person, reasons, earlier conversations, copying. */
export type Rare = typeof import('./rare/rare.ts')

/** Loads it, with its styles for the widget around a node; undefined where it cannot be had. */
export async function loadRare(near?: Node): Promise<Rare | undefined> {
  const part = await loadPart('rare').catch(() => undefined)
  if (!isRare(part)) return undefined
  if (near) part.wearStyles(near)
  return part
}

const isRare = (part: unknown): part is Rare => isRecord(part) && 'openHandOff' in part
