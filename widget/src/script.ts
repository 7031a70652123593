import { define } from './define.ts'
import { MarginaliaChat } from './marginalia-chat.ts'

const script = document.currentScript

if (script instanceof HTMLScriptElement) {
  if (script.src) MarginaliaChat.defaultEndpoint = new URL(script.src).origin
  define()
  if (namesAnEndpoint(script.dataset)) embed(script)
} else {
  define()
}

/** The suite's, or those of functions that are deployed apart. */
function namesAnEndpoint({ endpoint, chatEndpoint, sessionsEndpoint }: DOMStringMap): boolean {
  return endpoint !== undefined || (chatEndpoint !== undefined && sessionsEndpoint !== undefined)
}

/** `<script src="…/widget.js" data-endpoint="…">` alone puts the widget on the page. */
function embed(own: HTMLScriptElement) {
  const widget = document.createElement('marginalia-chat')
  for (const { name, value } of own.attributes) {
    if (!name.startsWith('data-')) continue
    const attribute = name.slice('data-'.length)
    widget.setAttribute(attribute === 'title' ? 'heading' : attribute, value)
  }
  const append = () => document.body.append(widget)
  if (document.body) append()
  else document.addEventListener('DOMContentLoaded', append, { once: true })
}
