import type { Lang } from './closed-texts.ts'

/** A file beside the widget's own, which a page loads when its reader first needs it. */
export type Part = Exclude<Lang, 'en'> | 'challenge' | 'code' | 'rare' | 'search'

type Load = (part: Part) => Promise<unknown>

let load: Load = () => Promise.reject(new Error('It is not known where the widget was loaded from'))

/** Says how a part is come by: from where the script was, or from a package. */
export function loadPartsBy(own: Load) {
  load = own
}

/** Loads a part; the browser keeps what it has loaded before. */
export const loadPart: Load = (part) => load(part)
