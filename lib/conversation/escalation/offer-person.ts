import type { HandOff } from '../../chat/events.ts'
import { type Language, phrasesIn } from '../../text/phrases.ts'

/** Who can take over from the book. */
export interface Person {
  /** Whether somebody is told when a reader asks for a person. */
  isTold: boolean
  /** Where readers reach the owner when nobody is told: a mail address or the URL of a page. */
  contact: string | undefined
}

/** What is said of a person where one is wished for; nobody is promised who is not told. */
export function offerPerson(
  why: Exclude<HandOff, 'nobody'>,
  { isTold, contact }: Person,
  language: Language,
): { handOff: HandOff; said: string } {
  const { handOff, contact: atContact, nobody } = phrasesIn(language)
  if (isTold) return { handOff: why, said: handOff }
  const said = contact === undefined ? nobody : atContact.replace('{contact}', linkTo(contact))
  return { handOff: 'nobody', said }
}

/** Markdown of a link that says where it leads. */
function linkTo(contact: string): string {
  const isMail = !contact.includes('/')
  return `[${isMail ? contact : new URL(contact).host}](${isMail ? `mailto:${contact}` : contact})`
}
