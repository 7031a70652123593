import type { Phrases } from './phrase-set.ts'

export const en: Phrases = {
  noAnswer: 'The book does not answer this question.',
  nearestPages: 'The pages that come nearest:',
  extract:
    'The assistant cannot write an answer at the moment. These passages of the book come nearest:',
  handOff:
    'A person can take over: choose “Ask a person”, and your question goes on with this conversation.',
  ended: {
    length: 'This answer was cut short. Say “go on” to read the rest.',
    filtered: 'The model’s provider held back the rest of this answer.',
    broken: 'This answer broke off. Ask again to have the whole of it.',
  },
  denies: {
    given: `passages|passage|sources|source|book|text|texts|documentation|document|documents|context|excerpts
      |excerpt|material|manual|handbook|guide|information provided|provided information|pages`,
    lacks: `do not (?:say|mention|contain|cover|answer|provide|include|describe|discuss|address|specify|state
      |explain|give|hold|tell|offer)|does not (?:say|mention|contain|cover|answer|provide|include|describe
      |discuss|address|specify|state|explain|give|hold|tell|offer)|don't (?:say|mention|contain|cover|answer
      |provide|include|describe|discuss|address|specify|state|explain|give|tell)|doesn't (?:say|mention|contain
      |cover|answer|provide|include|describe|discuss|address|specify|state|explain|give|tell)|no (?:information
      |mention|details?|answer|reference)|not (?:mentioned|covered|contained|specified|stated|described|provided
      |included|discussed|addressed|found|answered|explained|available|in)|nothing (?:about|on)|say nothing
      |says nothing|none of|could not find|couldn't find|cannot find|can't find|unable to find|contain no
      |contains no|lacks?|isn't (?:mentioned|covered|in)|aren't (?:mentioned|covered)`,
    alone: `i (?:do not|don't) (?:know|have (?:any |enough )?information)|i (?:cannot|can't|am unable to|'m unable to) answer
      |i (?:could not|couldn't|cannot|can't) find (?:any |an )?(?:information|answer|mention)
      |(?:there is|there's) no information|no information (?:is |was )?(?:available|provided|found)
      |not enough information|insufficient information|i have no information`,
  },
}
