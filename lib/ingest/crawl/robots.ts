/** What a site's robots.txt asks of us. */
export interface Robots {
  isAllowed: (url: string) => boolean
  delaySeconds: number
  sitemaps: string[]
}

const ownName = 'marginalia'
const mostRules = 1000
const longestDelaySeconds = 30

export const nothingAsked: Robots = { isAllowed: () => true, delaySeconds: 0, sitemaps: [] }

/** Reads robots.txt as RFC 9309 has it: the rules for us, else those for all; the longest that fits counts. */
export function readRobots(text: string): Robots {
  const groups = new Map<string, { rules: Rule[]; delay: number }>()
  const sitemaps: string[] = []
  let names: string[] = []
  let isNaming = false
  for (const line of text.split(/\r\n?|\n/)) {
    const [, field = '', value = ''] = /^\s*([\w-]+)\s*:\s*([^#]*)/.exec(line) ?? []
    const said = value.trim()
    switch (field.toLowerCase()) {
      case 'user-agent':
        names = [...(isNaming ? names : []), said.toLowerCase()]
        isNaming = true
        continue
      case 'sitemap':
        sitemaps.push(said)
        continue
      case 'allow':
      case 'disallow':
        if (said !== '') note({ isAllowed: field.toLowerCase() === 'allow', path: said })
        break
      case 'crawl-delay':
        note(undefined, Number(said))
        break
    }
    if (field !== '') isNaming = false
  }
  const own = groups.get(ownName) ?? groups.get('*')
  return {
    isAllowed: (url) => isAllowed(own?.rules ?? [], url),
    delaySeconds: Math.min(longestDelaySeconds, own?.delay ?? 0),
    sitemaps,
  }

  function note(rule: Rule | undefined, delay = 0) {
    for (const name of names) {
      const group = groups.get(name) ?? { rules: [], delay: 0 }
      groups.set(name, group)
      if (rule && group.rules.length < mostRules) group.rules.push(rule)
      if (delay > 0) group.delay = delay
    }
  }
}

interface Rule {
  isAllowed: boolean
  path: string
}

function isAllowed(rules: Rule[], url: string): boolean {
  const { pathname, search } = new URL(url)
  const fitting = rules.filter(({ path }) => fits(pathname + search, path))
  const longest = fitting.toSorted(
    (a, b) => b.path.length - a.path.length || Number(b.isAllowed) - Number(a.isAllowed),
  )[0]
  return longest?.isAllowed ?? true
}

/** Whether a path begins with a rule's, in which `*` stands for anything and `$` for the end. */
function fits(path: string, rule: string): boolean {
  const isWhole = rule.endsWith('$')
  const [first = '', ...others] = rule.replace(/\$$/, '').split('*')
  if (!path.startsWith(first)) return false
  let at = first.length
  for (const [index, part] of others.entries()) {
    const isLast = index === others.length - 1
    if (isLast && isWhole) return path.length - part.length >= at && path.endsWith(part)
    const found = path.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return !isWhole || at === path.length
}
