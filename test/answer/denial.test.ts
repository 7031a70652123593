import { expect, test } from 'vitest'
import { isDenial } from '../../lib/answer/denial.ts'

test.each([
  'The passages do not mention the price of the lamp.',
  'The provided passages don’t contain information about submarines.',
  'I could not find any information about that in the documentation.',
  "I don't know.",
  'Unfortunately, the book does not say how old the keeper is.',
  'There is no information about cables in these sources.',
  'Based on the provided context, the answer is not specified.',
  'The text says nothing about Antarctica.',
  'Sorry, I cannot answer this question from the passages.',
  'None of the passages describe how to reset a password.',
  'Die Passagen enthalten keine Informationen darüber.',
  'Das Buch sagt darüber leider nichts.',
  'Leider geht das aus den Quellen nicht hervor.',
  'In den Textstellen wird der Preis nicht erwähnt.',
  'Das weiß ich leider nicht.',
  'Dazu liegen keine Angaben vor.',
  'Les passages ne mentionnent pas le prix.',
  'Aucune information à ce sujet ne figure dans le texte.',
  'Je ne sais pas.',
  'Le livre ne dit rien sur ce sujet.',
  "Les extraits fournis n'indiquent pas la date.",
  'Los pasajes no mencionan el precio.',
  'No hay información sobre esto en el libro.',
  'El texto no dice nada sobre la Antártida.',
  'No puedo responder a esta pregunta con las fuentes.',
  'Lo siento, en los documentos no se indica la fecha.',
  '书中没有提到这个问题。',
  '提供的段落未提及价格。',
  '抱歉,根据这些资料无法回答这个问题。',
  '我不知道。',
])('%j says that the passages do not hold it', (reply) => {
  expect(isDenial(reply)).toBe(true)
})

test.each([
  'The passages do not mention the price, but a lamp costs ten pounds [1].',
  'The lens does not turn while the lamp is cold.',
  'A node is a process that computes.',
  'Do not touch the lens.',
  'There is no lamp in the second tower.',
  'Die Lampe brennt nicht, solange das Öl fehlt.',
  'Die Linse enthält kein Blei.',
  'La lámpara no se enciende sin aceite.',
  "La lampe ne s'allume pas sans huile.",
  '灯没有油就不会亮。',
  'Write the path of the page and press Enter. The page is then found.',
])('%j is an answer', (reply) => {
  expect(isDenial(reply)).toBe(false)
})
