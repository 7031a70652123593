import { expect, test } from 'vitest'
import { widgetParts } from '../../dev/suite/build-widget.ts'
import { closedTexts } from '../../widget/src/closed-texts.ts'
import { en } from '../../widget/src/locales/en.ts'
import { isRecord } from '../../widget/src/request.ts'

const languages = Object.keys(closedTexts).filter((lang) => lang !== 'en')

const textsOf = async (lang: string): Promise<Record<string, unknown>> => {
  const file: unknown = await import(`../../widget/src/locales/${lang}.ts`)
  return isRecord(file) && isRecord(file.texts) ? file.texts : {}
}

test('twelve languages, each a file that is loaded on demand but for English', async () => {
  expect(Object.keys(closedTexts)).toHaveLength(12)
  expect(Object.keys(await widgetParts())).toEqual(expect.arrayContaining(languages))
})

test.each(languages)(
  '%s has every text and no other, none of them empty or left in English',
  async (lang) => {
    const texts = await textsOf(lang)
    expect(Object.keys(texts).sort()).toEqual(Object.keys(en).sort())
    const said = (value: unknown): string[] =>
      isRecord(value) ? Object.values(value).flatMap(said) : [String(value)]
    for (const [name, text] of Object.entries(texts)) {
      for (const words of said(text)) expect([name, words.trim()]).not.toEqual([name, ''])
    }
    const english = Object.entries(en).filter(
      ([name, text]) => typeof text === 'string' && texts[name] === text && name !== 'goOnQuestion',
    )
    // "Conversation", "Sources" and the like are French too.
    expect(english.length).toBeLessThanOrEqual(3)
  },
)

test.each(languages)('%s says the numbers it is given', async (lang) => {
  const texts = await textsOf(lang)
  for (const name of ['source', 'weakSource', 'complete', 'limited', 'hits', 'reading']) {
    const say = texts[name]
    expect([name, typeof say === 'function' ? say(7) : say]).toEqual([
      name,
      expect.stringContaining('7'),
    ])
  }
})
