import { define } from './define.ts'
import { MarginaliaChat } from './marginalia-chat.ts'
import { markEmbedded } from './one-widget.ts'
import { readOptions } from './options.ts'
import { loadPartsBy } from './parts.ts'
import { tellOwner } from './request.ts'

const tag = ownTag()
if (tag?.src) {
  const { origin } = new URL(tag.src)
  MarginaliaChat.defaultEndpoint = origin
  const folder = new URL('widget/', tag.src).href
  loadPartsBy((part) => import(/* @vite-ignore */ /* webpackIgnore: true */ `${folder}${part}.mjs`))
}
define()
whenParsed(() => {
  if (tag && namesAnEndpoint(tag.dataset)) embed(tag)
  else if (!tag) adviseOwner()
})

/**
 * The script tag that this runs for. Where it runs as a module no tag is current, and the one that
 * has its address and settings is it; in a bundle of the owner's there is none.
 */
function ownTag(): HTMLScriptElement | undefined {
  const { currentScript, scripts } = document
  const isOurs = ({ src }: HTMLScriptElement) => /\/widget\.js(?:[?#]|$)/.test(src)
  if (currentScript instanceof HTMLScriptElement) {
    return currentScript.src && !isOurs(currentScript) && !namesAnEndpoint(currentScript.dataset)
      ? undefined
      : currentScript
  }
  return [...scripts].find(isOurs)
}

/** The suite's, or those of functions that are deployed apart. */
function namesAnEndpoint({ endpoint, chatEndpoint, sessionsEndpoint }: DOMStringMap): boolean {
  return endpoint !== undefined || (chatEndpoint !== undefined && sessionsEndpoint !== undefined)
}

function whenParsed(work: () => void) {
  if (document.readyState !== 'loading' && document.body) work()
  else document.addEventListener('DOMContentLoaded', work, { once: true })
}

/** `<script src="…/widget.js" data-endpoint="…">` alone puts the widget on the page, once. */
function embed(own: HTMLScriptElement) {
  const widget = document.createElement('marginalia-chat')
  for (const { name, value } of own.attributes) {
    if (!name.startsWith('data-')) continue
    const attribute = name.slice('data-'.length)
    widget.setAttribute(attribute === 'title' ? 'heading' : attribute, value)
  }
  const endpointOf = (element: Element) =>
    readOptions(element, MarginaliaChat.defaultEndpoint).endpoint
  const others = [...document.querySelectorAll('marginalia-chat')]
  if (others.some((other) => endpointOf(other) === endpointOf(widget))) return
  markEmbedded(widget)
  document.body.append(widget)
}

function adviseOwner() {
  if (document.querySelector('marginalia-chat')) return
  tellOwner(
    'its script does not know where it was loaded from, as in a bundle or a copy, and found no settings. Write <marginalia-chat endpoint="https://…"> into the page, or load the script by a tag of its own with data-endpoint="https://…".',
  )
}
