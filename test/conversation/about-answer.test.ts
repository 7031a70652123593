import { expect, test } from 'vitest'
import { asksAboutAnswer } from '../../lib/conversation/turns/about-answer.ts'

test.each([
  ['repeat that', 'repeat'],
  ['Wie bitte?', 'repeat'],
  ['source?', 'source'],
  ['do you have a link?', 'source'],
  ['Where does it say that?', 'source'],
  ['Wo steht das?', 'source'],
  ['¿fuente?', 'source'],
  ['来源?', 'source'],
  ['shorter please', 'revise'],
  ['In German please', 'revise'],
  ['translate your last answer into French', 'revise'],
  ['are you sure?', 'revise'],
  ['explain it like I am five', 'revise'],
  ['go on', 'revise'],
  ['Could you summarize that?', 'revise'],
  ["I don't understand", 'revise'],
  ['kürzer bitte', 'revise'],
  ['auf Englisch bitte', 'revise'],
  ['übersetze deine letzte Antwort auf Englisch', 'revise'],
  ['weiter', 'revise'],
  ["plus court s'il te plaît", 'revise'],
  ['en anglais', 'revise'],
  ['tu es sûr ?', 'revise'],
  ['más corto por favor', 'revise'],
  ['¿estás seguro?', 'revise'],
  ['sigue', 'revise'],
  ['简短一点', 'revise'],
  ['翻译成英文', 'revise'],
  ['你确定吗?', 'revise'],
  ['继续', 'revise'],
])('%s is about the answer before it', (turn, kind) => {
  expect(asksAboutAnswer(turn)).toBe(kind)
})

test.each([
  'Where are the sources stored?',
  'What is a source?',
  'How do I link pages?',
  'Which page has the settings?',
  'translate the book',
  'How do I continue a run?',
  'German docs?',
  'more details on nodes',
  'Is it true that lamps burn oil?',
  'How sure is the model?',
  'Explain topics',
  'Wo steht die Konfiguration?',
  'Wie geht die Installation weiter?',
  'Comment continuer ?',
  '¿Dónde está la configuración?',
  '怎么翻译页面?',
])('%s asks the book', (turn) => {
  expect(asksAboutAnswer(turn)).toBeUndefined()
})
