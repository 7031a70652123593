import { turnstileAction } from '../clients/turnstile.ts'
import type { Settings } from '../env.ts'
import { turnstileFramePath } from '../limits/challenge.ts'
import { Problem } from '../problem.ts'
import { anyone } from './access.ts'
import { routesOf } from './route.ts'

/**
 * Turnstile on a page of our own, which the widget shows in a frame: its script runs here, and never on
 * an owner's page. What comes of it is told to the page whose origin stands behind `#`.
 */
export const turnstileFrameRoute = routesOf<unknown>()({
  method: 'GET',
  path: turnstileFramePath,
  id: 'getTurnstileFrame',
  tag: 'Sessions',
  summary: 'Get the page that shows Turnstile, for a frame',
  access: anyone,
  replies: { 200: { description: 'The page', texts: { 'text/html': 'HTML' } } },
  problems: ['not-found'],
  async handle({ settings }) {
    const { TURNSTILE_SITE_KEY: siteKey, TURNSTILE_URL: url } = settings
    if (!siteKey) throw new Problem('not-found', 'This deployment does not use Turnstile.')
    const origin = new URL(url).origin
    const nonce = crypto.randomUUID()
    return new Response(page({ siteKey, origin, nonce }), {
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'content-security-policy': policy({ nonce, origin, settings }),
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      },
    })
  },
})

interface Frame {
  siteKey: string
  origin: string
  nonce: string
}

const policy = ({ nonce, origin, settings }: Omit<Frame, 'siteKey'> & { settings: Settings }) =>
  [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic' ${origin}`,
    `style-src 'unsafe-inline'`,
    `frame-src ${origin}`,
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${["'self'", ...settings.ALLOWED_ORIGINS].join(' ')}`,
  ].join('; ')

const page = ({ siteKey, origin, nonce }: Frame) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Security check</title>
<style>body { margin: 0; color-scheme: light dark }</style>
<div id="check"></div>
<script nonce="${nonce}">
  const host = location.hash.slice(1).split('|')[0]
  const tell = (message) => parent.postMessage({ marginalia: 'turnstile', ...message }, host)
  function begin() {
    turnstile.render('#check', {
      sitekey: ${JSON.stringify(siteKey)},
      action: ${JSON.stringify(turnstileAction)},
      appearance: 'interaction-only',
      callback: (response) => tell({ response }),
      'before-interactive-callback': () => tell({ isInteractive: true }),
      'error-callback': () => (tell({ isBroken: true }), true),
      'unsupported-callback': () => tell({ isBroken: true }),
    })
  }
</script>
<script nonce="${nonce}" async src="${origin}/turnstile/v0/api.js?render=explicit&amp;onload=begin"></script>
</html>
`
