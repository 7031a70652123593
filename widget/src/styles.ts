/** The styles of the closed widget: all that a page pays for whose reader never asks. */
export const closedStyles = () => sheet('closed', closed)

/** The styles of the open widget. */
export const openStyles = () => sheet('open', open)

const made = new Map<string, CSSStyleSheet>()

// Constructed sheets obey no `style-src`, so that the strictest policy of a page lets them be.
function sheet(name: string, css: string): CSSStyleSheet {
  const known = made.get(name)
  if (known) return known
  const styles = new CSSStyleSheet()
  styles.replaceSync(css)
  made.set(name, styles)
  return styles
}

/** Gives the widget around a node one sheet more. */
export function wearSheet(near: Node, name: string, css: string) {
  const root = near.getRootNode()
  const styles = sheet(name, css)
  if (!(root instanceof ShadowRoot) || root.adoptedStyleSheets.includes(styles)) return
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, styles]
}

/*
 * Among important rules those of a shadow tree win over those of the page around it, so that
 * `* { all: unset !important }` on the page changes nothing here.
 */
const closed = `
:host{all:initial!important;display:block!important;color-scheme:inherit!important}
:host([hidden]){display:none!important}
*,::before,::after{box-sizing:border-box}
[hidden]{display:none!important}
.frame{
--accent:var(--marginalia-accent,light-dark(#7a3b12,#e9a26f));
--on-accent:var(--marginalia-accent-text,light-dark(#fff,#1d1a15));
--surface:var(--marginalia-surface,light-dark(#fffdf9,#1d1b18));
--text:var(--marginalia-text,light-dark(#26221b,#ebe6dc));
--muted:var(--marginalia-muted,light-dark(#6a6254,#a9a191));
--border:var(--marginalia-border,light-dark(#e5ddcf,#3b372f));
--radius:var(--marginalia-radius,14px);
--sans:var(--marginalia-font,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif);
--serif:var(--marginalia-font,ui-serif,"Iowan Old Style",Charter,"Bitstream Charter",Georgia,"Noto Serif",serif);
--soft:color-mix(in srgb,var(--accent) 9%,transparent);
--shadow:0 1px 2px #0000000f,0 12px 40px -8px #00000038;
color:var(--text);font:16px/1.5 var(--sans);-webkit-text-size-adjust:100%
}
.frame:not(.inline){position:fixed;top:0;left:0;width:0;height:0;z-index:var(--marginalia-z-index,2147483000)}
.light{color-scheme:light}
.dark{color-scheme:dark}
.frame.inline{min-height:min(var(--marginalia-height,576px),90vh)}
button,textarea,input{font:inherit;color:inherit;margin:0}
button{cursor:pointer;border:0;background:none;padding:0;-webkit-tap-highlight-color:transparent}
button:disabled{cursor:default}
svg{width:20px;height:20px;flex:none;fill:none;stroke:currentColor;stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.launcher,.offer{position:fixed;z-index:1;display:flex;align-items:center;gap:9px;font-weight:550;white-space:nowrap;border:1px solid transparent}
.launcher{bottom:max(20px,env(safe-area-inset-bottom));right:20px;min-height:48px;padding-inline:15px 20px;border-radius:24px;background:var(--accent);color:var(--on-accent);box-shadow:var(--shadow);transition:transform .15s}
.bottom-left .launcher{right:auto;left:20px}
.launcher:hover{transform:translateY(-1px)}
.offer{min-height:36px;padding:0 14px;border-radius:18px;background:var(--text);color:var(--surface);font-size:14px;box-shadow:var(--shadow)}
@media (pointer:coarse){.offer{min-height:44px}}
@media print{.frame{display:none}}
@media (prefers-reduced-motion:reduce){*{transition:none!important;animation:none!important}}
@media (forced-colors:active){.launcher,.offer{border-color:ButtonText}}
`

/*
 * What is far out of sight of the last answer, which may still grow, is neither styled nor laid out until a
 * reader comes near, but where the browser keeps in its place what is read while heights above it change. A
 * block of the benchmark's answer is 64 px high on average. What sticks out of one, such as the outline of
 * the focus, is not cut off.
 */
const open = `
.panel{display:flex;flex-direction:column;overflow:hidden;background:var(--surface);border:1px solid var(--border);border-radius:var(--radius);text-align:start}
.frame:not(.inline) .panel{position:fixed;bottom:max(20px,env(safe-area-inset-bottom));right:20px;width:var(--marginalia-width,412px);max-width:calc(100vw - 40px);height:min(720px,100dvh - 40px);box-shadow:var(--shadow);animation:rise .18s ease-out}
.bottom-left .panel{right:auto!important;left:20px}
.inline .panel{width:var(--marginalia-width,auto);height:var(--marginalia-height,576px);max-height:90vh}
@media (min-width:521px){.large:not(.docked,.inline) .panel{width:min(760px,100vw - 40px);height:calc(100dvh - 40px)}
.docked:not(.inline) .panel{top:0;bottom:0;right:0;height:auto;max-width:40vw;border-width:0 0 0 1px;border-radius:0;box-shadow:none;animation:none}
.docked.large .panel{width:600px}.docked.bottom-left .panel{left:0;border-width:0 1px 0 0}}
@keyframes rise{from{opacity:0;transform:translateY(8px)}}
h2,h3,h4,p,ul,ol,blockquote,pre{margin:0;padding:0;font:inherit}
.small{font-size:13px;color:var(--muted)}
.icon{display:grid;place-items:center;width:36px;height:36px;border-radius:10px;color:var(--muted)}
.icon:hover{color:var(--text);background:var(--soft)}
.icon[aria-pressed=true]{color:var(--accent);background:var(--soft)}
.header{position:relative;display:flex;align-items:center;gap:2px;padding:12px;padding-inline-start:24px;border-bottom:1px solid var(--border)}
.header h2{flex:1;min-width:0;font:600 16px/1.3 var(--sans);overflow-wrap:anywhere}
.messages{flex:1;min-height:0;overflow-y:auto;overscroll-behavior:contain;position:relative;padding:0 24px;scrollbar-width:thin;scrollbar-color:var(--border) transparent}
.messages:focus-visible{outline-offset:-3px}
.messages *{scroll-margin:12px}
.welcome{padding:28px 0}
.welcome p{font:18px/1.6 var(--serif)}
.welcome ul,.next ul,.sources>ol{list-style:none}
.welcome ul{margin-top:18px}
.starter{width:100%;min-height:48px;padding:12px 2px;text-align:start;color:var(--accent);border-bottom:1px solid var(--border)}
li:last-child>.starter{border:0}
.menu-place{display:flex}
.menu-place svg{stroke-width:3}
.menu{position:absolute;z-index:2;inset-inline-end:12px;top:calc(100% - 6px);display:grid;min-width:220px;max-width:calc(100% - 24px);padding:6px;border:1px solid var(--border);border-radius:12px;background:var(--surface);box-shadow:var(--shadow)}
.menu button{min-height:40px;padding:6px 12px;border-radius:8px;text-align:start;font-size:14.5px}
.menu button:hover,.starter:hover{background:var(--soft)}
.turns{height:100%}
.turn{padding:26px 0 22px;overflow-wrap:anywhere}
.turn+.turn{border-top:1px solid var(--border)}
.turn:last-child{min-height:100%}
.question{border-inline-start:2px solid var(--accent);padding-inline-start:14px;margin-bottom:18px}
.question h3{font:italic 500 18px/1.45 var(--serif);white-space:pre-wrap}
.question blockquote{margin-bottom:8px;font:14px/1.5 var(--serif);color:var(--muted);display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:5;overflow:hidden}
.question .small{display:block;font:12px/1.6 var(--sans)}
:lang(ar) h3,:lang(zh) h3{font-style:normal}
.label{font-weight:600;font-size:14px;color:var(--accent);margin-bottom:6px}
.answer{font:16.5px/1.65 var(--serif)}
@supports (overflow-anchor:auto){.turn:last-child .answer>*{content-visibility:auto;contain-intrinsic-height:auto 64px;overflow-clip-margin:12px}}
.answer>*+*,.passage blockquote>*+*,li>*+*{margin-top:.75em}
h4{font-weight:650!important}
.answer ul,.answer ol,.passage ul,.passage blockquote ol{padding-inline-start:1.4em}
li+li{margin-top:.35em}
.answer blockquote,.passage blockquote blockquote{border-inline-start:2px solid var(--border);padding-inline-start:12px;color:var(--muted)}
a{color:var(--accent);text-underline-offset:3px;text-decoration-thickness:1px}
strong,b{font-weight:650}
code{font:.86em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;background:var(--soft);border-radius:4px;padding:.12em .3em}
.aside{padding:12px 14px;border:1px solid var(--border);border-inline-start:3px solid var(--accent);border-radius:8px}
.aside>.label{margin:0;font-family:var(--sans)}
.task{list-style:none;margin-inline-start:-1.2em}
sub,sup{font-size:.72em;line-height:0}
kbd{font:.82em/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;padding:.1em .4em;border:1px solid var(--border);border-bottom-width:2px;border-radius:5px}
.language{position:absolute;top:8px;inset-inline-start:14px;font:12px/1.6 var(--sans);color:var(--muted)}
.code{position:relative;border:1px solid var(--border);border-radius:8px;background:var(--soft)}
pre{overflow-x:auto;padding:32px 14px 12px}
pre code{background:none;padding:0;font-size:13.5px;white-space:pre}
.copy{position:absolute;top:4px;inset-inline-end:4px;min-height:28px;padding:0 9px;border-radius:6px;font:12px/1 var(--sans);color:var(--muted)}
.copy:hover{color:var(--text);background:var(--surface)}
.table{overflow-x:auto}
table{border-collapse:collapse;font-size:14.5px}
th,td{padding:6px 10px;border-bottom:1px solid var(--border);text-align:start;vertical-align:top}
th{font-weight:650}
hr{border:0;border-top:1px solid var(--border)}
.mark{position:relative;margin-inline-start:4px;font:600 11px/1 var(--sans);vertical-align:.42em;min-width:19px;height:18px;padding:0 4px;border-radius:6px;color:var(--accent);background:var(--soft);border:1px solid transparent}
.mark::after{content:"";position:absolute;inset:-5px -3px}
.mark:hover{background:var(--accent);color:var(--on-accent)}
.weak{background:none!important;color:var(--muted)!important;border:1px dashed currentColor!important}
.note{margin-top:14px;font-size:14px;color:var(--muted)}
.turn[data-answering] .note,.waits{animation:pulse 1.6s ease-in-out infinite}
@keyframes pulse{50%{opacity:.55}}
.below{margin-top:18px;display:grid;gap:10px;justify-items:start}
.below:empty,.person:empty{display:none}
.sources,.person{width:100%}
.sources>.small{padding-bottom:6px;border-bottom:1px solid var(--border)}
.sources>ol>li{margin:0;border-bottom:1px solid var(--border)}
.sources button[aria-expanded]{display:flex;gap:10px;align-items:baseline;width:100%;min-height:40px;padding:9px 0;text-align:start;font-size:14px;line-height:1.4}
.sources button[aria-expanded]:hover .place b{color:var(--accent)}
.number{flex:none;min-width:19px;padding:2px 4px;border-radius:6px;border:1px solid transparent;font:600 11px/1.1 var(--sans);text-align:center;color:var(--accent);background:var(--soft)}
.place{min-width:0}
.place span{color:var(--muted)}
.place span::before{content:"·";margin:0 .45em}
.passage{margin:0 0 14px;padding-inline-start:29px;display:grid;gap:8px;justify-items:start}
.passage>blockquote{width:100%;max-height:240px;overflow-y:auto;padding:2px 14px;border-inline-start:2px solid var(--border);font:15px/1.6 var(--serif);scrollbar-width:thin}
.passage>a{display:inline-flex;align-items:center;gap:4px;min-height:28px;font-size:14px}
.passage>a svg{width:16px;height:16px}
[dir=rtl] .passage>a svg{transform:scaleX(-1)}
mark{background:light-dark(#fbe6b4,#5a4515);color:inherit;border-radius:2px;padding:.08em 0;box-decoration-break:clone;-webkit-box-decoration-break:clone}
.row{display:flex;flex-wrap:wrap;align-items:center;gap:6px;margin-inline-start:-8px}
.row>.chip:first-child{margin-inline-start:8px}
.chip,.primary{min-height:36px;padding:0 14px;border-radius:18px;border:1px solid var(--border);font-size:14px}
.chip:hover{border-color:var(--accent);color:var(--accent)}
.turn[data-limited] .chip{display:none}
.chip[aria-pressed=true]{border-color:var(--accent);color:var(--accent);background:var(--soft)}
a.chip{display:inline-flex;align-items:center;text-decoration:none}
.next{width:100%;padding-top:8px}
.next .starter{min-height:44px;padding:9px 2px;font-size:14.5px}
.notice{position:relative;display:flex;flex-wrap:wrap;align-items:center;gap:8px;padding:10px 24px;font-size:14px;border-top:1px solid var(--border);background:var(--surface)}
.notice p{flex:1 1 200px}
.notice .row,.notice .row>.chip{margin:0}
.notice:not([hidden])+.composer{box-shadow:none}
.composer{position:relative;margin:4px 16px 0;border:1px solid var(--muted);border-radius:12px;background:var(--surface);box-shadow:0 -10px 12px 2px var(--surface)}
.composer:has(textarea:focus-visible){border-color:transparent;outline:2px solid var(--accent);outline-offset:-1px}
.busy{caret-animation:manual}
.about{display:flex;align-items:center;gap:4px;padding:4px 4px 0 14px;font:italic 14px/1.4 var(--serif);color:var(--muted)}
.about span{flex:1;min-width:0;padding-inline-start:10px;border-inline-start:2px solid var(--accent);white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.attached{font-style:normal}
.attached b{display:block;font:500 13px/1.4 var(--sans);color:var(--text);overflow:hidden;text-overflow:ellipsis}
.attached span>span{padding:0;border:0;font:12px/1.4 ui-monospace,monospace}
.field{display:flex;align-items:flex-end;padding:5px}
.field textarea{flex:1;min-width:0;min-height:38px;max-height:8.5em;padding:7px 9px;border:0;background:none;outline:0;resize:none;font-size:16px;line-height:24px;field-sizing:content}
textarea::placeholder{color:var(--muted);opacity:1}
.send{display:grid;place-items:center;width:38px;height:38px;border-radius:9px;background:var(--accent);color:var(--on-accent);border:1px solid transparent}
.send:disabled{background:var(--soft);color:var(--muted)}
.foot{padding:7px 20px 10px;font-size:12px;color:var(--muted)}
@media (pointer:coarse){.icon,.send{width:44px;height:44px}.chip,.primary,.sources button[aria-expanded],.passage>a{min-height:44px}.copy{min-height:32px;top:0}.mark{min-width:24px;height:24px}.mark::after{inset:-10px}.field textarea{min-height:44px;padding:10px 9px}}
@media (max-height:420px){.frame:not(.inline) .panel{bottom:8px;height:calc(100dvh - 16px)}.header{padding-block:4px}.foot{display:none}.composer{margin-bottom:6px}.turn{padding-block:14px}}
@media (max-height:240px){.frame:not(.inline) .panel{overflow-y:auto}.frame:not(.inline) .messages{flex:none;overflow:visible}}
@media (max-width:520px){.frame:not(.inline) .panel{inset:0;width:auto;max-width:none;height:100dvh;border:0;border-radius:0}.messages{padding:0 20px}.header{padding-inline:20px 8px}}
@media (forced-colors:active){.mark,.number,.chip,.send,.primary,.code{border-color:ButtonText}mark{background:Mark;color:MarkText}.send:disabled{border-color:GrayText;color:GrayText}}
`
