import { element } from '../element.ts'
import type { ChallengePage } from './challenge-page.ts'

const silentMs = 30_000
const shownMs = 300_000

/**
 * The response of Cloudflare Turnstile, which runs in a frame of the suite: none of its script comes to
 * the page. The frame is seen only where Turnstile wants the reader to do something.
 */
export function turnstileResponse(src: string, page: ChallengePage): Promise<string | undefined> {
  const frame = element('iframe', { title: page.sentence, src: `${src}#${location.origin}` })
  const words = element('p', {}, page.sentence)
  const box = element(
    'div',
    { class: 'challenge', role: 'group', 'aria-label': page.sentence },
    words,
    frame,
  )
  box.style.cssText = 'position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)'
  return new Promise<string | undefined>((done) => {
    let timer = setTimeout(done, silentMs)
    const listening = new AbortController()
    const end = (response?: string) => {
      clearTimeout(timer)
      listening.abort()
      box.remove()
      done(response)
    }
    const hear = ({ source, data }: MessageEvent) => {
      if (source !== frame.contentWindow || data?.marginalia !== 'turnstile') return
      if (typeof data.response === 'string') end(data.response)
      else if (data.isBroken) end()
      else if (data.isInteractive) {
        box.style.cssText = 'padding:0 16px 8px'
        frame.style.cssText = 'border:0;width:100%;height:70px'
        page.say(page.sentence)
        clearTimeout(timer)
        timer = setTimeout(end, shownMs)
      }
    }
    addEventListener('message', hear, { signal: listening.signal })
    timer = setTimeout(end, silentMs)
    page.place.before(box)
  })
}
