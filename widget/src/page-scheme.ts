export type Scheme = 'light' | 'dark'

/*
 * How site generators and theme switchers say which scheme is on, at `html` or `body`: Docusaurus,
 * Starlight and Hugo themes (data-theme), Material for MkDocs, GitHub's Primer, Bootstrap, and the
 * classes of VitePress, Tailwind, next-themes and hand-made switches.
 */
const names = [
  'data-theme',
  'data-md-color-scheme',
  'data-color-mode',
  'data-bs-theme',
  'data-mode',
]
const words: Record<string, Scheme> = { dark: 'dark', slate: 'dark', light: 'light' }
const classes = /(?:^|\s)(?:is-|theme-)?(dark|light)(?:-mode|-theme)?(?=\s|$)/

/** What the page's attributes say of its scheme, which costs no computed style. */
export function saidScheme(): Scheme | undefined {
  for (const root of [document.documentElement, document.body]) {
    if (!root) continue
    for (const name of names) {
      const scheme = words[root.getAttribute(name) ?? '']
      if (scheme) return scheme
    }
    const word = classes.exec(root.className)?.[1]
    if (word) return words[word]
  }
  return undefined
}

/** The scheme of the page as a reader sees it around an element. */
export function pageScheme(host: Element): Scheme {
  const said = saidScheme()
  if (said) return said
  const { colorScheme } = getComputedStyle(host)
  if (colorScheme === 'light' || colorScheme === 'dark') return colorScheme
  for (let node = host.parentElement; node; node = node.parentElement) {
    const lightness = lightnessOf(getComputedStyle(node).backgroundColor)
    if (lightness !== undefined) return lightness < 0.5 ? 'dark' : 'light'
  }
  return (lightnessOf(canvasColour(host)) ?? 1) < 0.5 ? 'dark' : 'light'
}

/** Calls when the page's scheme or language may have changed. */
export function watchPage(changed: () => void, signal: AbortSignal) {
  let isDue = false
  const later = () => {
    if (isDue) return
    isDue = true
    requestAnimationFrame(() => {
      isDue = false
      if (!signal.aborted) changed()
    })
  }
  const observer = new MutationObserver(later)
  // A page whose body is swapped has another one to be watched; its document is the same.
  const watch = () => {
    observer.disconnect()
    observer.observe(document.documentElement, { attributes: true })
    if (document.body) observer.observe(document.body, { attributes: true })
  }
  watch()
  signal.addEventListener('abort', () => observer.disconnect())
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', later, { signal })
  // A background that fades has its new colour when it has faded.
  document.addEventListener(
    'transitionend',
    ({ target }) => {
      if (target === document.body || target === document.documentElement) later()
    },
    { signal },
  )
  return watch
}

/** What lies under a page that paints no background. */
function canvasColour(host: Element): string {
  const probe = document.createElement('span')
  probe.style.backgroundColor = 'Canvas'
  host.shadowRoot?.append(probe)
  const colour = getComputedStyle(probe).backgroundColor
  probe.remove()
  return colour
}

/** From 0, black, to 1, white; undefined for what can be looked through. */
function lightnessOf(colour: string): number | undefined {
  const [red = 0, green = 0, blue = 0, alpha = 1] = colour.match(/[\d.]+/g)?.map(Number) ?? []
  if (alpha < 0.5) return undefined
  const light = 0.3 * red + 0.59 * green + 0.11 * blue
  // `rgb()` counts to 255, `color()` to 1, and of the others the first number is the lightness.
  if (colour.startsWith('rgb')) return light / 255
  return colour.startsWith('color') ? light : red / (red > 1 ? 100 : 1)
}
