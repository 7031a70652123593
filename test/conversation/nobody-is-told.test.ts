import { afterAll, beforeAll, expect, test } from 'vitest'
import { offerPerson } from '../../lib/conversation/escalation/offer-person.ts'
import { languages, phrasesIn } from '../../lib/text/phrases.ts'
import { type LocalSuite, startLocalSuite } from '../support/local-suite.ts'
import { conversationsOf } from './a-conversation.ts'

let local: LocalSuite
let conversations: ReturnType<typeof conversationsOf>
beforeAll(async () => {
  local = await startLocalSuite({ settings: { CONTACT: 'keeper@lamps.example' } })
  conversations = conversationsOf(local)
})
afterAll(() => local.close())

const refused = ['Which submarine cables cross Antarctica?', 'Who won the chess olympiad in 1962?']

test('where nobody is told, a second refusal and a wish for a person name the owner’s contact', async () => {
  const session = await local.openSession()
  expect(session.has_person).toBe(false)
  const [first = '', second = ''] = refused
  await conversations.ask(session, first)
  const again = await conversations.ask(session, second)
  const contact = '[keeper@lamps.example](mailto:keeper@lamps.example)'
  expect(again).toMatchObject({ answered: false, hand_off: 'nobody' })
  expect(again.answer).toContain(phrasesIn('en').contact.replace('{contact}', contact))
  expect(again.answer).not.toContain(phrasesIn('en').handOff)
  const wished = await conversations.ask(session, 'Can I talk to a human about the lamps?')
  expect(wished.hand_off).toBe('nobody')
  expect(wished.answer).toBe(phrasesIn('en').contact.replace('{contact}', contact))
})

test('a conversation that begins after somebody is told of such wishes is offered a person', async () => {
  await conversations.subscribe('chat.escalated')
  const session = await local.openSession()
  const wish = 'Can I talk to a human about the lamps?'
  expect((await conversations.ask(session, wish)).hand_off).toBe('asked-for')
})

test.each(languages)('nobody is promised in %s where nobody is told', (language) => {
  const { nobody, contact, handOff } = phrasesIn(language)
  expect(offerPerson('asked-for', { isTold: false, contact: undefined }, language)).toEqual({
    handOff: 'nobody',
    said: nobody,
  })
  const page = { isTold: false, contact: 'https://lamps.example/help?x=1' }
  expect(offerPerson('refused-again', page, language).said).toBe(
    contact.replace('{contact}', '[lamps.example](https://lamps.example/help?x=1)'),
  )
  expect(offerPerson('asked-for', { ...page, isTold: true }, language)).toEqual({
    handOff: 'asked-for',
    said: handOff,
  })
})
