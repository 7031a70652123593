/** What `api.js` gives a page: `turnstile.render`, which works in a frame of Turnstile's own. */
export const apiScript = (origin: string): string => `
const script = document.currentScript
const onload = new URL(script.src).searchParams.get('onload')
window.turnstile = {
  render(container, options) {
    const place = typeof container === 'string' ? document.querySelector(container) : container
    const frame = document.createElement('iframe')
    const hostname = location.hostname
    const interactive = String(window.name === 'interactive' || location.hash.endsWith('interactive'))
    const { sitekey, action = '' } = options
    frame.title = 'Widget containing a Cloudflare security challenge'
    frame.src = '${origin}/turnstile/v0/widget?' +
      new URLSearchParams({ sitekey, action, hostname, interactive })
    addEventListener('message', ({ origin, data }) => {
      if (origin !== '${origin}') return
      if (data.interactive) options['before-interactive-callback']?.()
      if (data.response) options.callback?.(data.response)
      if (data.error) options['error-callback']?.(data.error)
    })
    place.append(frame)
    return 'cf-chl-widget-1'
  },
}
if (onload) window[onload]()
`

/** The page in that frame: passes by itself, or once its box is ticked. */
export function widgetPage(message: object, isInteractive = false): string {
  const tell = `parent.postMessage(${JSON.stringify(message)}, '*')`
  return isInteractive
    ? `<!doctype html><html lang="en"><title>Challenge</title>
      <label><input type="checkbox" id="box"> Verify you are human</label>
      <script>parent.postMessage({ interactive: true }, '*')
      document.querySelector('#box').addEventListener('change', () => ${tell})</script></html>`
    : `<!doctype html><html lang="en"><title>Challenge</title><script>${tell}</script></html>`
}
