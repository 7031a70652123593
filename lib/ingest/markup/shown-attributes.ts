const attribute =
  /(?:^|\s)([A-Za-z_:@][\w:.@-]*)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|\{\s*"([^"\n]*)"\s*\}|\{\s*'([^'\n]*)'\s*\}|\{\s*`([^`]*)`\s*\}|\{([^{}\n]*)\}|([^\s"'=<>{}`]+)))?/g

const parameters =
  /^(?:ParamField|ResponseField|Property|Param|Parameter|Prop|Field|ApiParam|swagger-parameter|swagger-response)$/
const nameKeys = [
  'name',
  'path',
  'query',
  'body',
  'header',
  'param',
  'property',
  'prop',
  'title',
  'status',
]
const titleKeys = [
  'label',
  'title',
  'caption',
  'heading',
  'header',
  'summary',
  'question',
  'term',
  'sync',
]
const textKeys = [
  'caption',
  'subtitle',
  'description',
  'tagline',
  'alt',
  'answer',
  'definition',
  'tip',
  'text',
]
const codeKeys = ['code', 'command', 'text']
// An attribute's text is shown as it stands; read as Markdown, its braces would be gone.
const codeLike = /[{}]|^(?:import|export|const|let|npm|npx|pnpm|yarn|bun|pip|cargo|curl|git)\b/
const textless = /^(?:Badge|Icon|Button|Youtube|YouTube|Video|CourseFloatingBanner)$/

/** The attributes of a tag by their names; one without a value is `true`. */
export function attributesOf(source: string): Map<string, string> {
  const found = new Map<string, string>()
  for (const [, name = '', ...values] of source.matchAll(attribute)) {
    if (!found.has(name)) found.set(name, values.find((value) => value !== undefined) ?? 'true')
  }
  return found
}

/** The lines that a component shows of its attributes: a tab's label, a parameter with its type. */
export function shownAttributes(name: string, attributes: ReadonlyMap<string, string>): string[] {
  if (parameters.test(name)) return [parameterLine(attributes)].filter(Boolean)
  if (textless.test(name)) return []
  const first = (keys: string[]) =>
    keys.map((key) => plain(attributes.get(key))).find((value) => value !== '' && value !== 'true')
  const call = [attributes.get('method')?.toUpperCase(), attributes.get('path')]
  const code = codeKeys.map((key) => attributes.get(key) ?? '').find((text) => codeLike.test(text))
  const text = first(textKeys.filter((key) => code === undefined || attributes.get(key) !== code))
  const lines = [first(titleKeys), text, call[0] && call[1] && `\`${call.join(' ')}\``]
  const shown = [...new Set(lines.filter((line): line is string => Boolean(line)))]
  return code === undefined ? shown : [...shown, '```', ...code.trim().split('\n'), '```']
}

/** `limit` (integer, required, default: 20): description. */
function parameterLine(attributes: ReadonlyMap<string, string>): string {
  const key = nameKeys.find((each) => attributes.has(each) && attributes.get(each) !== 'true')
  if (key === undefined) return ''
  const place =
    attributes.get('in') ?? (['path', 'query', 'body', 'header'].includes(key) ? key : '')
  const isSaid = (flag: string) => attributes.has(flag) && attributes.get(flag) !== 'false'
  const initial = attributes.get('default')
  const facts = [
    plain(attributes.get('type')),
    place,
    isSaid('required') && 'required',
    isSaid('deprecated') && 'deprecated',
    initial !== undefined && `default: ${plain(initial)}`,
  ].filter(Boolean)
  const description = plain(attributes.get('description'))
  const head = `\`${plain(attributes.get(key))}\`${facts.length > 0 ? ` (${facts.join(', ')})` : ''}`
  return description ? `${head}: ${description}` : head
}

const plain = (value: string | undefined) =>
  (value ?? '')
    .replace(/<[^<>]{0,200}>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
