import { wearSheet } from '../styles.ts'

/*
 * Light colours for code: comments, strings, numbers and the commonest keywords, told apart by one
 * expression a family of languages. What it takes for none of these stays as it is.
 */
interface Family {
  languages: string
  comment: string
  keywords?: string
}

const shared =
  'if|else|for|while|return|break|continue|in|true|false|null|try|catch|finally|throw|import|from|export|class|new'

const families: Family[] = [
  {
    languages: 'js jsx ts tsx javascript typescript mjs cjs json jsonc json5 vue svelte',
    comment: '\\/\\/.*|\\/\\*[\\s\\S]*?\\*\\/',
    keywords: `${shared}|const|let|var|function|async|await|of|default|extends|implements|interface|type|enum|typeof|instanceof|this|undefined|switch|case|yield|static|readonly|as|satisfies`,
  },
  {
    languages:
      'c cpp c++ h hpp cs csharp java kotlin kt go golang rust rs swift php scala dart zig css scss less proto',
    comment: '\\/\\/.*|\\/\\*[\\s\\S]*?\\*\\/',
    keywords: `${shared}|fn|func|fun|let|mut|var|val|const|struct|enum|impl|trait|pub|use|mod|match|switch|case|default|package|type|interface|go|defer|chan|select|public|private|protected|static|void|int|float|double|bool|boolean|char|string|String|this|self|extends|implements|namespace|using|template|auto|nil|echo|function`,
  },
  {
    languages:
      'sh bash zsh shell console fish py python rb ruby yaml yml toml ini conf dockerfile docker makefile make r perl pl elixir ex nginx env properties hcl tf terraform gitignore powershell ps1',
    comment: '(?<![\\w$\\\\&;])#.*',
    keywords: `${shared}|def|elif|except|with|as|lambda|pass|raise|yield|async|await|and|or|not|is|None|True|False|self|global|then|fi|do|done|case|esac|function|local|export|end|unless|elsif|module|require|FROM|RUN|COPY|ENV|CMD|WORKDIR|ENTRYPOINT|yes|no|on|off`,
  },
  {
    languages: 'sql postgres postgresql plpgsql mysql sqlite lua hs haskell elm ada vhdl',
    comment: '--.*|\\/\\*[\\s\\S]*?\\*\\/',
    keywords: `${shared}|select|from|where|and|or|not|null|insert|into|values|update|set|delete|create|table|index|view|drop|alter|add|primary|key|references|unique|default|join|left|right|inner|outer|on|group|order|by|having|limit|offset|as|is|with|case|when|then|end|union|all|distinct|exists|begin|commit|local|function|do|let|where|module|data|type|of`,
  },
  {
    languages: 'html xml svg markup astro',
    comment: '<!--[\\s\\S]*?-->',
    keywords: '(?<=<\\/?)[\\w-]+',
  },
]

const caseless = /sql|postgres/
const longest = 20_000
const colours = `.t-k{color:light-dark(#8a2e6d,#e59ac9)}.t-s{color:light-dark(#2f6327,#a3c98f)}.t-n{color:light-dark(#8a4b00,#e3b175)}.t-c{color:light-dark(#6a6254,#a9a191)}`
const names = ['t-c', 't-s', 't-n', 't-k']

/** Colours the words of a block of code, where its language is known and it is no longer than anybody reads. */
export function highlightCode(code: HTMLElement, language: string) {
  const wanted = language.toLowerCase()
  const family = families.find(({ languages }) => languages.split(' ').includes(wanted))
  const text = code.textContent ?? ''
  if (!family || text.length > longest) return
  const strings = /^(?:yaml|yml|html|xml|svg)$/.test(wanted)
    ? '"(?:\\\\.|[^"\\\\\\n])*"'
    : '"(?:\\\\.|[^"\\\\\\n])*"|\'(?:\\\\.|[^\'\\\\\\n])*\'|`(?:\\\\.|[^`\\\\])*`'
  const words = `(?<![\\w.$-])(?:${family.keywords})(?![\\w-])`
  const pattern = new RegExp(
    `(${family.comment})|(${strings})|(?<![\\w.#-])(\\d[\\w.]*)|(${words})`,
    caseless.test(wanted) ? 'gi' : 'g',
  )
  code.replaceChildren(...coloured(text, pattern))
  wearSheet(code, 'code', colours)
}

function coloured(text: string, pattern: RegExp): (Node | string)[] {
  const parts: (Node | string)[] = []
  let at = 0
  for (const found of text.matchAll(pattern)) {
    if (found.index > at) parts.push(text.slice(at, found.index))
    const kind = found.slice(1).findIndex((group) => group !== undefined)
    const span = document.createElement('span')
    span.className = names[kind] ?? ''
    span.textContent = found[0]
    parts.push(span)
    at = found.index + found[0].length
  }
  return [...parts, text.slice(at)]
}
