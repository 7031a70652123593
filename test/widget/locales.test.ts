import { expect, test } from 'vitest'
import { widgetParts } from '../../dev/suite/build-widget.ts'
import { closedTexts } from '../../widget/src/closed-texts.ts'
import { en } from '../../widget/src/locales/en.ts'
import { rareEnglish } from '../../widget/src/rare/rare-english.ts'
import { isRecord } from '../../widget/src/request.ts'
import { searchEnglish } from '../../widget/src/search/search-english.ts'

const english = { ...en, ...rareEnglish, ...searchEnglish }

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
    expect(Object.keys(texts).sort()).toEqual(Object.keys(english).sort())
    const said = (value: unknown): string[] =>
      isRecord(value) ? Object.values(value).flatMap(said) : [String(value)]
    for (const [name, text] of Object.entries(texts)) {
      for (const words of said(text)) expect([name, words.trim()]).not.toEqual([name, ''])
    }
    const same = Object.entries(english).filter(
      ([name, text]) => typeof text === 'string' && texts[name] === text && name !== 'goOnQuestion',
    )
    // "Conversation", "Sources" and the like are French too.
    expect(same.length).toBeLessThanOrEqual(3)
  },
)

test('what is said in English stands in one place', () => {
  const keys = [en, rareEnglish, searchEnglish].flatMap(Object.keys)
  expect(keys.toSorted()).toEqual(Object.keys(english).toSorted())
})

test.each(languages)('%s says the days, names and addresses it is given', async (lang) => {
  const texts = await textsOf(lang)
  for (const name of ['shared', 'sharedAt', 'sharedAnswer', 'openIn', 'readPage', 'passedOnTo']) {
    const say = texts[name]
    const said = typeof say === 'function' ? say('Xyz') : say
    expect([name, said]).toEqual([name, expect.stringContaining('Xyz')])
  }
})

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
