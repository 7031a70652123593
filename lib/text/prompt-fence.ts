import { visible } from './visible.ts'

const names = [
  'passage',
  'selection',
  'history',
  'memory',
  'question',
  'answer',
  'attachment',
  'conversation',
]

/**
 * Fences for one request's material. Their tags bear a name that no text can know, as it is drawn
 * for this request: the first eight characters of `key`, which is random and of this request alone.
 */
export function createFences(key: string) {
  const tag = (name: string) => `${name}-${key.slice(0, 8)}`
  return {
    tag,

    /** A text between tags that nothing in it can close. */
    around: (name: string, text: string, attributes: Record<string, string | number> = {}) => {
      const given = Object.entries(attributes).map(([of, value]) => ` ${of}="${attribute(value)}"`)
      return `<${tag(name)}${given.join('')}>\n${disarmed(text)}\n</${tag(name)}>`
    },
  }
}

export type Fences = ReturnType<typeof createFences>

/**
 * A text as material for a model: nothing in it reads as one of our tags, whatever letters it is
 * written in, or as one of the tokens by which chat templates of models part roles and thoughts.
 */
export const disarmed = (text: string): string =>
  visible(text)
    .replace(tagLike, (opening: string, slash: string, word: string) =>
      names.some((name) => plainLetters(word).startsWith(name)) ? `‹${slash}${word}` : opening,
    )
    .replace(templateToken, (token) => `${token.charAt(0)} ${token.slice(1)}`)

const attribute = (value: string | number) =>
  disarmed(String(value).replace(/["\n\r<>]/g, ' ')).slice(0, 200)

// A bracket or what looks like one, and a word in letters of any script, blanks between them or not.
const tagLike = /[<＜‹〈﹤❮⟨]([\s/／⁄∕]*)([\p{L}\p{M}]{6,14})/gu

// Of ChatML and its kin, Llama, Mistral, Gemma, DeepSeek and Qwen.
const templateToken =
  /<[|｜][^\n|｜]{1,40}[|｜]>|\[\/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS)\]|<<\/?SYS>>|<\/?(?:think|thinking|s|bos|eos|unk|pad|start_of_turn|end_of_turn|tool_call|tool_response)>|\/(?:no_?)?think\b/giu

const lookAlikes: Record<string, string> = {
  а: 'a',
  е: 'e',
  о: 'o',
  р: 'p',
  с: 'c',
  у: 'y',
  х: 'x',
  і: 'i',
  ѕ: 's',
  ԛ: 'q',
  һ: 'h',
  ո: 'n',
  т: 't',
  м: 'm',
  п: 'n',
  α: 'a',
  ε: 'e',
  ο: 'o',
  ρ: 'p',
  ι: 'i',
  τ: 't',
  η: 'n',
  ѵ: 'v',
  ɡ: 'g',
  ɑ: 'a',
  ѐ: 'e',
  ı: 'i',
  ꞯ: 'q',
  ս: 'u',
  օ: 'o',
}

/** Letters that look like Latin ones as these, without marks. */
const plainLetters = (word: string) =>
  [...word.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()]
    .map((letter) => lookAlikes[letter] ?? letter)
    .join('')
