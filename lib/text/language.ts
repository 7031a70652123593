const SAMPLE_CHARS = 8_000
// Below this share of the letters, another script is a quotation.
const SCRIPT_SHARE = 0.15

const SCRIPTS: readonly (readonly [RegExp, string])[] = [
  [/[\p{sc=Hiragana}\p{sc=Katakana}]/gu, 'ja'],
  [/\p{sc=Hangul}/gu, 'ko'],
  [/\p{sc=Han}/gu, 'zh'],
  [/\p{sc=Thai}/gu, 'th'],
  [/\p{sc=Khmer}/gu, 'km'],
  [/\p{sc=Lao}/gu, 'lo'],
  [/\p{sc=Myanmar}/gu, 'my'],
  [/\p{sc=Arabic}/gu, 'ar'],
  [/\p{sc=Hebrew}/gu, 'he'],
  [/\p{sc=Greek}/gu, 'el'],
  [/\p{sc=Cyrillic}/gu, 'ru'],
  [/\p{sc=Devanagari}/gu, 'hi'],
  [/\p{sc=Tamil}/gu, 'ta'],
  [/\p{sc=Armenian}/gu, 'hy'],
]

const STOP_WORDS: readonly (readonly [string, string])[] = [
  ['en', 'the and of to is that it for with this are as be what how does do can you which when'],
  ['de', 'der die und das ist nicht ein eine einen den dem mit für auf wie ich sie wird von zu im'],
  ['es', 'el los las del y que es por una con para como qué se al cómo está lo más su'],
  ['fr', 'le les des et est une dans pour que qui sur pas avec du ce au comment quel il sont'],
  ['it', 'il gli di che è una per non con della sono del nel come alla più dei questo cosa si'],
  ['pt', 'o os as do da que não uma para com em é dos das no na como ao mais são'],
  ['nl', 'de het een en van is dat niet met voor op zijn wordt hoe aan deze bij ook wat er'],
]

/** The language of a text as a two-letter code: by its script, else by its commonest words. */
export function detectLanguage(text: string): string {
  const sample = text.slice(0, SAMPLE_CHARS)
  const letters = count(sample, /\p{L}/gu)
  const foreign = SCRIPTS.map(([letter, language]) => ({
    language,
    letters: count(sample, letter),
  }))
  const kana = foreign[0]?.letters ?? 0
  // Japanese is written with Han letters too: a few kana among them tell it from Chinese.
  const strongest = foreign.reduce((best, each) => (each.letters > best.letters ? each : best))
  if (strongest.letters < letters * SCRIPT_SHARE || strongest.letters === 0) return byWords(sample)
  return strongest.language === 'zh' && kana > strongest.letters / 10 ? 'ja' : strongest.language
}

function byWords(text: string): string {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? []
  let best = { language: 'en', hits: 0 }
  for (const [language, list] of STOP_WORDS) {
    const stopWords = new Set(list.split(' '))
    const hits = words.filter((word) => stopWords.has(word)).length
    if (hits > best.hits) best = { language, hits }
  }
  return best.language
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}
