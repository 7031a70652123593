import { asksForPerson } from '../conversation/turns/hand-off.ts'
import { smallTalk } from '../conversation/turns/small-talk.ts'
import { languageOf, phrasesIn } from '../text/phrases.ts'

const longestWish = 300

/** What is said to a turn that asks nothing of the book. */
export interface Talk {
  said: string
  isForPerson: boolean
}

/** Our fixed sentence to a greeting, to thanks or a wish for a person; undefined for a question. */
export function talkIn(turn: string): Talk | undefined {
  // A long text that tells of agents and transfers asks something about them.
  if (turn.length <= longestWish && asksForPerson(turn))
    return { said: phrasesIn(languageOf(turn)).handOff, isForPerson: true }
  const talk = smallTalk(turn, [languageOf(turn)])
  return talk && { said: phrasesIn(talk.language).replies[talk.kind], isForPerson: false }
}
