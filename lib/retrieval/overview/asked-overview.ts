import { hasMaterial, type Question } from '../../chat/question.ts'
import * as lists from '../../text/languages/lists.ts'
import { lazily } from '../../text/lazily.ts'
import { phrasesOf } from '../../text/phrase-list.ts'
import { courtesies } from '../../text/phrases/early.built.ts'
import { type Language, languages } from '../../text/phrases.ts'
import { linesOf, meanings } from '../../text/word-lists.ts'

const longestTurn = 160
const mostTitleWords = 12

/** What a question asks to be told as a whole: the reader's page, a chapter, or the book. */
export type Whole =
  | { of: 'page'; path: string }
  | { of: 'book' }
  | { of: 'chapter'; isPart: boolean; number?: number; title?: string }

type Asked = Pick<Question, 'question' | 'page' | 'selected_text' | 'attached_text'>

/**
 * What a question asks an overview of, as in "what is this page about?", "summarise chapter 3" and
 * "what does this book cover?"; undefined for any other, and for one about a page that is not known.
 */
export function askedOverview(asked: Asked): Whole | undefined {
  const { whole } = known.get(asked) ?? { whole: readOverview(asked) }
  known.set(asked, { whole })
  return whole
}

// It is asked of a question at several places.
const known = new WeakMap<Asked, { whole: Whole | undefined }>()

function readOverview(asked: Asked): Whole | undefined {
  if (hasMaterial(asked) || asked.question.length > longestTurn) return undefined
  for (const language of languages) {
    const whole = askedIn(plain(asked.question), asked, language)
    if (whole) return whole
  }
  return undefined
}

/** Whether a question points to the page, or the version, that its reader is on. */
export function pointsToPage(asked: Asked): boolean {
  if (asked.page === undefined || hasMaterial(asked)) return false
  const text = plain(asked.question)
  return languages.some((language) => patternsOf(language).reference.test(text))
}

/** Whether the same words ask something else on another page. */
export function dependsOnPage(asked: Asked): boolean {
  if (asked.page === undefined) return false
  const whole = askedOverview(asked)
  return asked.selected_text !== undefined || whole ? whole?.of !== 'book' : pointsToPage(asked)
}

const plain = (turn: string) =>
  turn
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[’`´]/g, "'")
    .replace(/[^\p{L}\p{M}\p{N}';§-]+/gu, ' ')
    .trim()

function askedIn(text: string, { page }: Asked, language: Language): Whole | undefined {
  const { page: ofPage, book, chapters, courtesy } = patternsOf(language)
  const turn = text.replace(courtesy.first, '').replace(courtesy.last, '')
  const isAsked = (whole: RegExpExecArray | null) => whole && isFrame(turn, whole, language)
  for (const chapter of chapters) {
    const named = chapter.exec(turn)
    const found = named && (named.groups?.title ? titled(turn, named, language) : isAsked(named))
    if (found) return toChapter(named, typeof found === 'string' ? found : undefined)
  }
  if (page && isAsked(ofPage.exec(turn))) return { of: 'page', path: page.path }
  return isAsked(book.exec(turn)) ? { of: 'book' } : undefined
}

/** Whether what is left of a turn only asks to be told of what stands in this place. */
function isFrame(
  turn: string,
  { index, 0: { length } }: { index: number; 0: string },
  of: Language,
) {
  const rest = `${turn.slice(0, index)}§${turn.slice(index + length)}`
  return patternsOf(of).frame.test(rest)
}

/** "What is the chapter on lamps about": where the title ends is where the rest only asks. */
function titled(turn: string, named: RegExpExecArray, language: Language): string | undefined {
  const words = (named.groups?.title ?? '').split(' ').slice(0, mostTitleWords)
  const before = named[0].length - (named.groups?.title ?? '').length
  for (let most = words.length; most > 0; most -= 1) {
    const title = words.slice(0, most).join(' ')
    const whole = named[0].slice(0, before + title.length)
    if (
      language === 'zh'
        ? isFrame(turn, named, language)
        : isFrame(turn, { index: named.index, 0: whole }, language)
    )
      return title
  }
  return undefined
}

function toChapter({ groups }: RegExpExecArray, title: string | undefined): Whole {
  const isPart = /^(?:part|teil|partie|parte|部分)/.test(groups?.kind ?? '')
  if (title !== undefined) return { of: 'chapter', isPart, title }
  return { of: 'chapter', isPart, number: toNumber(groups?.n ?? '') }
}

const numberWords = lazily(() => meanings(Object.values(lists.numbers).flatMap(linesOf)))
const chinese = '一二三四五六七八九'
const roman = ['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix', 'x', 'xi', 'xii']

function toNumber(word: string): number {
  if (/^\d+$/.test(word)) return Number(word)
  const meant = Number(numberWords().get(word) ?? Number.NaN)
  if (Number.isInteger(meant)) return meant
  const at = roman.indexOf(word)
  if (at >= 0) return at + 1
  const [, tens, ones = ''] = /^(?:(.)?十)?(.)?$/.exec(word) ?? []
  const ten = word.includes('十') ? 10 * (tens ? chinese.indexOf(tens) + 1 : 1) : 0
  return ten + chinese.indexOf(ones || ' ') + 1
}

const made = new Map<Language, ReturnType<typeof makePatterns>>()

/** The patterns of a language, made when they are first asked for. */
function patternsOf(language: Language) {
  const known = made.get(language) ?? makePatterns(language)
  made.set(language, known)
  return known
}

function makePatterns(language: Language) {
  const number = [...numberWords().keys()].filter((word) => /^\p{L}+$/u.test(word)).join('|')
  const of = (list: Readonly<Record<Language, string>>) =>
    phrasesOf(list[language], language, { number })
  const whole = (phrases: string[]) => {
    const edge = language === 'zh' ? ['', ''] : ['(?<![\\p{L}\\p{N}])', '(?![\\p{L}\\p{N}])']
    return new RegExp(`${edge[0]}(?:${phrases.join('|')})${edge[1]}`, 'u')
  }
  const polite = `(?:${courtesies[language].join('|')})`
  const gap = language === 'zh' ? ' ?' : ' '
  return {
    frame: new RegExp(of(lists.overviewFrames).join('|'), 'u'),
    page: whole(of(lists.pageNames)),
    book: whole(of(lists.bookNames)),
    chapters: of(lists.chapterNames).map((phrase) => whole([phrase])),
    reference: whole(of(lists.pageReferences)),
    courtesy: {
      first: new RegExp(`^(?:${polite}${gap})+`, 'u'),
      last: new RegExp(`(?:${gap}${polite})+$`, 'u'),
    },
  }
}
