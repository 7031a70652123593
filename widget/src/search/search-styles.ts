/** The styles of the search box. */
export const searchStyles = `
.search{margin:min(12vh,110px) auto auto;width:min(640px,calc(100vw - 24px));max-height:min(76vh,640px);padding:0;border:1px solid var(--border);border-radius:var(--radius);background:var(--surface);color:var(--text);font:16px/1.5 var(--sans);text-align:start;box-shadow:var(--shadow);overflow:hidden}
.search[open]{display:flex;flex-direction:column}
.search::backdrop{background:#0006}
.search input{flex:none;width:100%;min-height:56px;padding:0 20px;border:0;border-bottom:1px solid var(--border);outline-offset:-3px;border-radius:var(--radius) var(--radius) 0 0;background:none;font-size:17px;-webkit-appearance:none;appearance:none}
.search input::-webkit-search-cancel-button{display:none}
.search input::placeholder{color:var(--muted);opacity:1}
.search ul{flex:1;min-height:0;overflow-y:auto;list-style:none;margin:0;padding:8px}
.search ul:empty{display:none}
.search li{margin:0;padding:9px 12px;border-radius:10px;border:1px solid transparent;cursor:pointer;overflow-wrap:anywhere}
.search li[aria-selected=true]{background:var(--soft);border-color:var(--border)}
.search .place{display:block;font-size:15px}
.search .place span{color:var(--muted)}
.search .place span::before{content:"·";margin:0 .45em}
.search .snippet{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2;overflow:hidden;font:14px/1.5 var(--serif);color:var(--muted)}
.search mark{background:light-dark(#fbe6b4,#5a4515);color:light-dark(#26221b,#ebe6dc)}
.search li>b{color:var(--accent);font-weight:600}
.search>.small{margin:0;padding:8px 20px 12px;font-size:13px;color:var(--muted)}
@media (pointer:coarse){.search li{min-height:44px}}
@media (forced-colors:active){.search li[aria-selected=true]{border-color:Highlight}}
`
