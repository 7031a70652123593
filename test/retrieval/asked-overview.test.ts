import { expect, test } from 'vitest'
import { askedOverview, pointsToPage } from '../../lib/retrieval/overview/asked-overview.ts'
import { readCorpus } from '../support/corpora.ts'

const page = { path: '/docs/lamps' }

test.each([
  'What is this page about?',
  'summarise this page',
  'Summarize this article please',
  'Can you sum up the current page in two sentences?',
  'give me a short summary of this page',
  'tl;dr of this page',
  'What does this section cover?',
  'what are the main points of this article',
  'What can I learn from this page?',
  'explain this chapter briefly',
  'Worum geht es auf dieser Seite?',
  'Fasse diese Seite bitte zusammen',
  'Was steht auf dieser Seite?',
  'Kannst du diese Seite zusammenfassen?',
  'Gib mir eine kurze Zusammenfassung dieser Seite',
  'De quoi parle cette page ?',
  'Résume cette page',
  'Peux-tu résumer cet article ?',
  'Fais-moi un résumé de cette page',
  '¿De qué trata esta página?',
  'Resume esta página',
  '¿Puedes resumir este artículo?',
  'Haz un resumen de esta página',
  '这页讲了什么？',
  '总结一下这个页面',
  '请概括这篇文章',
  '本页的主要内容是什么？',
])('%s asks for the page', (question) => {
  expect(askedOverview({ question, page })).toEqual({ of: 'page', path: page.path })
})

test.each([
  'What does this book cover?',
  'what is this documentation about?',
  'Give me an overview of the docs',
  'Summarise the whole book',
  'Which topics are covered in this guide?',
  'What can I find in these docs?',
  'How is the book organised?',
  'Show me the table of contents of this book',
  'Worum geht es in diesem Buch?',
  'Was behandelt dieses Handbuch?',
  'Welche Themen behandelt das Buch?',
  'Gib mir einen Überblick über die Dokumentation',
  'De quoi parle ce livre ?',
  'Que contient cette documentation ?',
  'Quels sujets couvre ce livre ?',
  '¿De qué trata este libro?',
  '¿Qué temas cubre este libro?',
  '¿Qué contiene la documentación?',
  '这本书讲什么？',
  '这本书涵盖哪些内容？',
  '给我这本书的目录',
])('%s asks for the book', (question) => {
  expect(askedOverview({ question })).toEqual({ of: 'book' })
})

test.each([
  ['Summarise chapter 3', { isPart: false, number: 3 }],
  ['what is chapter three about?', { isPart: false, number: 3 }],
  ['Give me a summary of the third chapter', { isPart: false, number: 3 }],
  ['what does the 2nd chapter cover?', { isPart: false, number: 2 }],
  ['Summarize part II, please', { isPart: true, number: 2 }],
  ['summarise the chapter on lamp oil', { isPart: false, title: 'lamp oil' }],
  ['What is the chapter about fog bells about?', { isPart: false, title: 'fog bells' }],
  ['Fasse Kapitel 4 zusammen', { isPart: false, number: 4 }],
  ['Worum geht es in Teil 2?', { isPart: true, number: 2 }],
  ['Fasse das Kapitel über Lampenöl zusammen', { isPart: false, title: 'lampenöl' }],
  ['Résume le chapitre 3', { isPart: false, number: 3 }],
  ['De quoi parle la partie 2 ?', { isPart: true, number: 2 }],
  ['Resume el capítulo 5', { isPart: false, number: 5 }],
  ['¿De qué trata la parte 1?', { isPart: true, number: 1 }],
  ['总结第三章', { isPart: false, number: 3 }],
  ['第十二章讲了什么？', { isPart: false, number: 12 }],
  ['第2部分的主要内容是什么', { isPart: true, number: 2 }],
])('%s asks for a chapter', (question, chapter) => {
  expect(askedOverview({ question })).toEqual({ of: 'chapter', ...chapter })
})

test.each([
  'What is this page about?',
  'What does the book say about lamps?',
  'Summarise the differences between topics and services',
  'What is a page?',
  'How do I add a page to this book?',
  'What is chapter 3 written in?',
  'How many chapters does the parser cover?',
  'What does the documentation cover on limits?',
  'Explain topics',
  'What does it cover?',
  'shorter please',
  'summarise that',
  'Wie lege ich eine Seite an?',
  'Was steht auf der Rechnung?',
  'Comment créer une page ?',
  '¿Cómo se crea una página?',
  '怎么创建页面？',
])('%s asks for no overview without a page', (question) => {
  expect(askedOverview({ question })).toBeUndefined()
})

test('with a selection or a pasted text a question is about that', () => {
  const question = 'What is this page about?'
  expect(askedOverview({ question, page, selected_text: 'lamps' })).toBeUndefined()
  expect(askedOverview({ question, page, attached_text: 'lamps' })).toBeUndefined()
})

test.each([
  'Is that so in this version?',
  'Does this page mention fog?',
  'Where in this section are the limits?',
  'Is this page still current?',
  'Gilt das auch in dieser Version?',
  'Wo auf dieser Seite steht die Höhe?',
  'Est-ce vrai dans cette version ?',
  '¿Es así en esta versión?',
  '在这个版本中是这样吗？',
])('%s points to the page, where it is known', (question) => {
  expect(pointsToPage({ question, page })).toBe(true)
  expect(pointsToPage({ question })).toBe(false)
})

test.each(['How do I write a page?', 'Which version is the newest?', 'What is this?'])(
  '%s points to no page',
  (question) => {
    expect(pointsToPage({ question, page })).toBe(false)
  },
)

test('no question of the corpora is taken for one of these', (context) => {
  const golden = readCorpus<{ question: string }>(context, 'golden/questions.jsonl')
  const squad = readCorpus<{ question: string }>(context, 'squad/queries.jsonl')
  const questions = [
    ...golden.map(({ question }) => question),
    ...squad.map(({ question }) => question),
  ]
  expect(questions.length).toBeGreaterThan(600)
  expect(
    questions.filter(
      (question) => askedOverview({ question, page }) || pointsToPage({ question, page }),
    ),
  ).toEqual([])
})
