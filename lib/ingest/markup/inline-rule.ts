/** What a site's syntax writes inside a line, and what its reader sees in its place. */
export interface InlineRule {
  /** Sticky, and bounded in what it can match: it is tried at every mark of the page. */
  pattern: RegExp
  /** The text that is shown; undefined where this is not that syntax after all. */
  shown: (match: RegExpExecArray) => string | undefined
}
