/** How a page's file is written. */
export type PageFormat = 'markdown' | 'notebook' | 'rst' | 'asciidoc'

const byEnding: readonly (readonly [RegExp, PageFormat])[] = [
  [/\.(?:mdx?|markdown|mdoc|qmd)$/i, 'markdown'],
  [/\.ipynb$/i, 'notebook'],
  [/\.rst$/i, 'rst'],
  [/\.(?:adoc|asciidoc)$/i, 'asciidoc'],
]

/** The ending of a page's file name, and nothing where it is no page. */
export const pageEnding = /\.(?:mdx?|markdown|mdoc|qmd|ipynb|rst|adoc|asciidoc)$/i

/** How a file is written, by its name; undefined where it is no page. */
export const formatOf = (path: string): PageFormat | undefined =>
  byEnding.find(([ending]) => ending.test(path))?.[1]
