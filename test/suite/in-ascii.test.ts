import { expect, test } from 'vitest'
import { inAscii } from '../../dev/suite/in-ascii.ts'

const words = `["é", 'ß', \`中 \${1}文\`, "😀", "\\\\é"]`
const patterns =
  '["é中", "😀x"].map((text) => [/[é中]+/, /^[😀😁]x/u, /^.x$/u, /(?<é>中)/u].map((one) => one.exec(text)?.[0]))'
const names = '(({ é, "中": b }) => ({ é, b, été: 1 }))({ é: 1, "中": 2 })'
const escaped = '["\\é", "\\\\\\é", /\\é/.exec("é")?.[0], /\\\\é/.exec("\\\\é")?.[0]]'
const tagged = `[String.raw\`é\\n\`, ((texts) => [...texts, ...texts.raw])\`中\${\`é\`}\`]`

test.each([words, patterns, names])('%s says the same in ASCII', async (value) => {
  const code = inAscii(`export default ${value}`)
  expect(code).toMatch(/^[\0-\x7f]*$/)
  expect(await exportedBy(code)).toEqual(await exportedBy(`export default ${value}`))
})

test.each([escaped, tagged])(
  '%s says the same, what is read as it is written stays',
  async (value) => {
    const code = `export default ${value}`
    expect(await exportedBy(inAscii(code))).toEqual(await exportedBy(code))
  },
)

async function exportedBy(code: string): Promise<unknown> {
  const module: unknown = await import(
    /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`
  )
  return typeof module === 'object' && module !== null && 'default' in module && module.default
}
