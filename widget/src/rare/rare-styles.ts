/** The styles of what readers seldom come to see. */
export const rareStyles = `
.welcome .chip{margin-top:18px}
.why{display:flex;flex-wrap:wrap;gap:6px;align-items:center}
.why>span{width:100%}
.comment{display:flex;gap:6px;width:100%}
.comment input{flex:1;min-width:0;min-height:40px;padding:6px 12px;border:1px solid var(--muted);border-radius:18px;background:none;font-size:16px}
.hand-off{display:grid;gap:6px;padding:16px;border:1px solid var(--border);border-radius:10px;font-size:14px}
.hand-off input,.hand-off textarea{width:100%;padding:8px 10px;margin-bottom:8px;border:1px solid var(--muted);border-radius:8px;background:none;font-size:16px;resize:vertical}
.hand-off input{min-height:44px}
.hand-off :is(input,textarea):focus-visible{outline-offset:-1px}
.hand-off .row{margin-inline-start:0}
.talk,.talk>div{display:grid;gap:8px}
.talk{margin-top:10px}
.talk ::placeholder{color:var(--muted);opacity:1}
:is(.talk,.theirs) p{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}
.theirs{padding:8px 12px;border-inline-start:3px solid var(--accent);background:var(--soft)}
.corrected{margin-top:10px}
.mine{justify-self:end;max-width:85%;padding:8px 12px;border:1px solid var(--border);border-radius:10px}
.talk .primary{min-height:40px;padding:0 14px;border-radius:18px}
.primary{background:var(--accent);color:var(--on-accent);border-color:transparent}
.primary:disabled{opacity:.6}
.quiet{min-height:28px;padding:0 8px;border-radius:8px;color:var(--muted);font-size:13px;text-decoration:underline;text-underline-offset:3px;text-decoration-thickness:1px}
.quiet:hover{color:var(--text);background:var(--soft)}
@media (pointer:coarse){.quiet{min-height:44px}}
`
