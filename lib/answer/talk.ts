import { hasMaterial, type Question } from '../chat/question.ts'
import { asksForPerson } from '../conversation/turns/hand-off.ts'
import { smallTalk } from '../conversation/turns/small-talk.ts'
import { areTextsRead } from '../text/assets/asset-texts.ts'
import { languageOf, turnsIn } from '../text/phrases.ts'

const longestWish = 300

type Asked = Pick<Question, 'question' | 'selected_text' | 'attached_text'>

/** What is said to a turn that asks nothing of the book. */
export interface Talk {
  /** Empty for a wish for a person: what is said to that depends on who is told. */
  said: string
  isForPerson: boolean
}

/**
 * Our fixed sentence to a greeting, to thanks or a wish for a person; undefined for a question. "What
 * is this?" is one about what was sent with it.
 */
export function talkIn(asked: Asked): Talk | undefined {
  // Without its words talk is searched for like a question.
  if (!areTextsRead('answering')) return undefined
  const turn = asked.question
  // A long text that tells of agents and transfers asks something about them.
  if (turn.length <= longestWish && asksForPerson(turn)) return { said: '', isForPerson: true }
  if (hasMaterial(asked)) return undefined
  const talk = smallTalk(turn, [languageOf(turn)])
  return talk && { said: turnsIn(talk.language).replies[talk.kind], isForPerson: false }
}
