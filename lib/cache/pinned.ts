import type { ReaderFilter } from '../chat/filter.ts'
import type { Question } from '../chat/question.ts'
import { cosineTo, type Pin } from '../desk/pin.ts'
import type { Embedded } from '../index/embed-question.ts'
import { normalised } from './answer-cache.ts'
import { mayShareAnswer } from './near-answers.ts'

/** The owner's answer to this very question. */
export function pinnedTo(question: Question, pins: Pin[]): Pin | undefined {
  if (pins.length === 0) return undefined
  const asked = normalised(question.question)
  return pins.find((pin) => normalised(pin.question) === asked && mayRead(pin, question.filter))
}

/** The owner's answer to a question near this one, as a cached answer may serve both. */
export function pinnedNear(
  { question, filter }: Question,
  embedded: Embedded | undefined,
  pins: Pin[],
  threshold: number,
): Pin | undefined {
  if (!embedded) return undefined
  const { vector, by } = embedded
  return pins.find(
    (pin) =>
      pin.vector !== undefined &&
      pin.embedding === by &&
      mayRead(pin, filter) &&
      cosineTo(vector, pin.vector) >= threshold &&
      mayShareAnswer(question, pin.question),
  )
}

/** Whether all that a pin cites is for this reader, and of the version and site that they read. */
const mayRead = ({ pages }: Pin, filter: ReaderFilter) =>
  pages.every(
    ({ groups, version, site }) =>
      (groups.length === 0 ||
        filter.groups === 'all' ||
        groups.some((group) => filter.groups.includes(group))) &&
      isOf(version, filter.version) &&
      isOf(site, filter.site),
  )

/** What is of no version is of every one, and who reads none reads all. */
const isOf = (its: string, wanted: string | undefined) =>
  its === '' || wanted === undefined || its === wanted
