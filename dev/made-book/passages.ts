import { seededRandom } from '../demo/seeded-random.ts'
import { createVocabulary, type Vocabulary } from './vocabulary.ts'

const topics = 400
const topicWords = 150
const passagesAPage = 10
const categories = ['guide', 'reference', 'tutorial', 'concept']

/** A passage as a page of a documentation site has it. */
export interface MadePassage {
  page: number
  chunkIndex: number
  chapter: string
  section: string
  text: string
  category: string
  /** One of a thousand, so that filters of any share can be made. */
  shard: number
  /** The words that its page alone is about. */
  subjects: string[]
}

export interface Book {
  vocabulary: Vocabulary
  pages: () => Generator<MadePassage[]>
}

/**
 * A made-up documentation site of so many passages, the same for the same seed: words by Zipf's law,
 * each page of a topic with words of its own, identifiers and headings, and words once said in a
 * passage are said there again, as in real text.
 */
export function makeBook(passages: number, seed = 20_261_125): Book {
  const random = seededRandom(seed)
  const vocabulary = createVocabulary(random)
  const ofTopics = Array.from({ length: topics }, () =>
    Array.from({ length: topicWords }, () => midRank(vocabulary, random)),
  )
  return {
    vocabulary,
    *pages() {
      for (let page = 0; page * passagesAPage < passages; page += 1) {
        const topic = ofTopics[page % topics] ?? []
        const left = Math.min(passagesAPage, passages - page * passagesAPage)
        yield makePage(page, left, topic, vocabulary, seededRandom(seed + page + 1))
      }
    },
  }
}

/** Neither common nor unheard of: evenly by the logarithm of the rank. */
const midRank = ({ ranked, size }: Vocabulary, random: () => number) =>
  ranked(Math.floor(60 * (size / 120) ** random()))

function makePage(
  page: number,
  passages: number,
  topic: string[],
  vocabulary: Vocabulary,
  random: () => number,
): MadePassage[] {
  const zipf = (words: string[]) => words[Math.floor(words.length ** random()) - 1] ?? ''
  const own = Array.from({ length: 8 }, () =>
    random() < 0.5 ? zipf(topic) : midRank(vocabulary, random),
  )
  const subjects = [...own, ...Array.from({ length: 4 }, () => identifier(own, vocabulary, random))]
  const chapter = title([zipf(topic), vocabulary.word(), zipf(own)])
  let section = ''
  return Array.from({ length: passages }, (_, chunkIndex) => {
    if (section === '' || random() < 0.4) section = title([vocabulary.word(), zipf(own)])
    return {
      page,
      chunkIndex,
      chapter,
      section,
      text: makeText(
        () => {
          const chance = random()
          if (chance < 0.66) return vocabulary.word()
          return chance < 0.88 ? zipf(topic) : zipf(subjects)
        },
        vocabulary,
        random,
      ),
      category: categories[page % categories.length] ?? '',
      shard: Math.floor(random() * 1000),
      subjects,
    }
  })
}

/** Sentences of some 150 words: short passages and long ones, as a splitter leaves them. */
function makeText(word: () => string, { stopWord }: Vocabulary, random: () => number): string {
  const length = Math.round(34 + 110 * (random() + random() + random()) * random() + 42 * random())
  const said: string[] = []
  const sentences: string[] = []
  for (let words = 0; words < length; ) {
    const sentence = Array.from({ length: 6 + Math.floor(random() * 16) }, () => {
      if (random() < 0.45) return stopWord()
      const again = said[Math.floor(random() * said.length)]
      const next = again !== undefined && random() < 0.16 ? again : word()
      said.push(next)
      return next
    })
    words += sentence.length
    sentences.push(`${title([sentence.join(' ')])}.`)
  }
  return sentences.join(' ')
}

function identifier(own: string[], { word }: Vocabulary, random: () => number): string {
  const [a, b] = [own[Math.floor(random() * own.length)] ?? '', word()]
  const forms = [`${a}_${b}`, `--${a}-${b}`, `${a}${title([b])}`, `${a}.${b}`]
  return forms[Math.floor(random() * forms.length)] ?? a
}

const title = (words: string[]) => {
  const text = words.join(' ')
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
