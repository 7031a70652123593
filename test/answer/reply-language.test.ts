import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { AnswerDocument } from '../../lib/chat/events.ts'
import { type Language, languages, phrasesIn, turnsIn } from '../../lib/text/phrases.ts'
import { type LocalSuite, startLocalSuite } from '../support/local-suite.ts'
import { modelSays } from '../support/model-says.ts'

let local: LocalSuite
beforeAll(async () => {
  local = await startLocalSuite({ settings: { BREAKER_FAILURES: '1000' } })
})
afterAll(() => local.close())
afterEach(() => local.cloud.faults.openrouter.clear())

async function answerTo(question: string, material: object = {}): Promise<AnswerDocument> {
  const response = await local.ask({ question, ...material }, undefined, 'application/json')
  return AnswerDocument.parse(await response.json())
}

/** What is asked about a selection reaches the model, in whatever language. */
const onSelection = { selected_text: 'A Fresnel lens bends the light of a lamp into a beam.' }
const aboutIt: Record<Language, string> = {
  en: 'How tall is this one in the tower, and who has built it?',
  de: 'Wie hoch ist diese in dem Turm, und wer hat sie gebaut?',
  fr: 'Quelle est sa hauteur dans la tour, et qui l’a construite ?',
  es: '¿Qué altura tiene la de la torre y quién la construyó?',
  zh: '塔里的这个有多高?是谁建造的?',
}

const foreign: Record<Language, string> = {
  en: 'Which submarine cables cross the floor of the ocean near Antarctica?',
  de: 'Welche Kabel liegen auf dem Boden des Ozeans in der Nähe der Antarktis?',
  fr: 'Quels sont les câbles qui traversent le fond de l’océan près de l’Antarctique ?',
  es: '¿Qué cables cruzan el fondo del océano cerca de la Antártida?',
  zh: '哪些海底电缆穿过南极洲附近的海底?',
}

test.each(languages)('what no page tells is refused in %s', async (language) => {
  const { answer, answered } = await answerTo(foreign[language])
  expect(answered).toBe(false)
  expect(answer.startsWith(phrasesIn(language).noAnswer)).toBe(true)
})

test.each(languages)('what the model does not find is refused in %s', async (language) => {
  modelSays(local, ['NO_ANSWER'])
  const { answer, answered } = await answerTo(aboutIt[language], onSelection)
  expect(answered).toBe(false)
  expect(answer.startsWith(phrasesIn(language).noAnswer)).toBe(true)
  expect(answer).toContain(phrasesIn(language).nearestPages)
})

test.each(languages)('passages in place of an answer are introduced in %s', async (language) => {
  local.cloud.faults.openrouter.set({ kind: 'status', status: 500, match: 'chat' })
  const { answer, degraded } = await answerTo(aboutIt[language], onSelection)
  expect(degraded).toContain('model')
  expect(answer.startsWith(phrasesIn(language).extract)).toBe(true)
})

test.each<[Language, string, 'greeting' | 'thanks' | 'farewell' | 'identity']>([
  ['en', 'good morning!', 'greeting'],
  ['en', 'thanks a lot', 'thanks'],
  ['en', 'bye bye', 'farewell'],
  ['de', 'Guten Morgen!', 'greeting'],
  ['de', 'Vielen Dank', 'thanks'],
  ['de', 'Auf Wiedersehen', 'farewell'],
  ['fr', 'Bonjour !', 'greeting'],
  ['fr', 'Merci beaucoup', 'thanks'],
  ['fr', 'Qui es-tu ?', 'identity'],
  ['es', '¡Buenos días!', 'greeting'],
  ['es', 'Muchas gracias', 'thanks'],
  ['es', '¿Quién eres?', 'identity'],
  ['zh', '你好', 'greeting'],
  ['zh', '谢谢', 'thanks'],
  ['zh', '再见', 'farewell'],
])('small talk in %s is answered in it: %s', async (language, turn, kind) => {
  expect((await answerTo(turn)).answer).toBe(turnsIn(language).replies[kind])
})
