/** A place where an answer cites source `n`: its marker `[n]`, from `start` up to `end` (UTF-16). */
export interface Marker {
  n: number
  start: number
  end: number
}

/** The citation markers of an answer, in order; what stands in code cites nothing. */
export const markers = (answer: string): Marker[] =>
  [...withoutCode(answer).matchAll(/(?<!\\)\[(\d{1,3})\](?!\()/g)].map(
    ({ 0: marker, 1: n, index }) => ({
      n: Number(n),
      start: index,
      end: index + marker.length,
    }),
  )

const withoutCode = (text: string) =>
  text.replace(/(`{3,}|(?<=^ *)~{3,})[\s\S]*?(?:\1|$(?![\s\S]))|`[^`\n]+`/gm, (code) =>
    code.replaceAll('[', ' '),
  )
