import type { Generator } from '../../content-sources.ts'
import type { PageFormat } from '../format/page-format.ts'

/** How a generator makes anchors of headings. */
export interface AnchorStyle {
  slug: (heading: string) => string
  /** The anchor of a heading whose slug is taken; `count` is 1 for the second of its kind. */
  repeat: (slug: string, count: number) => string
}

// What GitHub's slugs leave out: all but letters, marks, digits, connectors, spaces and hyphens.
const notInSlug = /[^\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\- ]/gu

const hyphened = (slug: string, count: number) => `${slug}-${count}`

/** Letters without the marks above and below them, where Unicode can take them off. */
const plainLetters = (text: string) => text.normalize('NFKD').replace(/[\u0300-\u036F]/g, '')
const ascii = (text: string) => text.normalize('NFKD').replace(/[^\0-\x7F]/g, '')

/** GitHub's slugs, which Docusaurus, Nextra and Hugo make too. */
export const github: AnchorStyle = {
  slug: (heading) => heading.toLowerCase().replace(notInSlug, '').replaceAll(' ', '-'),
  repeat: hyphened,
}

/** Astro makes two or three hyphens in prose a dash, which no slug holds; those of an option stay. */
const dashes = /(?<=[\s\p{L}\p{N}])-{2,3}(?=\s)|(?<=[\p{L}\p{N}])-{2,3}(?=[\p{L}\p{N}])/gu

const starlight: AnchorStyle = {
  slug: (heading) => github.slug(heading.replace(dashes, '')),
  repeat: hyphened,
}

const vitepress: AnchorStyle = {
  slug: (heading) =>
    plainLetters(heading)
      .replace(/[\s~`!@#$%^&*()\-_+=[\]{}|\\;:"'“”‘’<>,.?/]+/g, '-')
      .replace(/-{2,}/g, '-')
      .replace(/^-+|-+$/g, '')
      .replace(/^(\d)/, '_$1')
      .toLowerCase(),
  repeat: hyphened,
}

const mkdocs: AnchorStyle = {
  slug: (heading) =>
    ascii(heading)
      .replace(/[^\w\s-]/g, '')
      .trim()
      .toLowerCase()
      .replace(/[-\s]+/g, '-'),
  repeat: (slug, count) => `${slug}_${count}`,
}

const mdbook: AnchorStyle = {
  slug: (heading) =>
    heading
      .trim()
      .replace(/[^\p{Alphabetic}\p{N}\s_-]/gu, '')
      .replace(/\s/gu, '-')
      .replace(/[A-Z]/g, (letter) => letter.toLowerCase()),
  repeat: hyphened,
}

/** docutils' ids, which Sphinx, Jupyter Book and d2l make. */
const docutils: AnchorStyle = {
  slug: (heading) =>
    ascii(heading.toLowerCase())
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^[-0-9]+|-+$/g, ''),
  repeat: (_, count) => `id${count}`,
}

const markdoc: AnchorStyle = {
  slug: (heading) => heading.replace(/[?]/g, '').replace(/\s+/g, '-').toLowerCase(),
  repeat: hyphened,
}

const obsidian: AnchorStyle = {
  slug: (heading) => heading.trim().replace(/\s+/g, '+'),
  repeat: (slug) => slug,
}

const asciidoctor: AnchorStyle = {
  slug: (heading) =>
    `_${heading
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}_ .-]/gu, '')
      .replace(/[ .-]+/g, '_')
      .replace(/^_+|_+$/g, '')}`,
  repeat: (slug, count) => `${slug}_${count + 1}`,
}

const notebook: AnchorStyle = {
  slug: (heading) => heading.trim().replaceAll(' ', '-'),
  repeat: (slug) => slug,
}

const byGenerator: Partial<Record<Generator, AnchorStyle>> = {
  vitepress,
  starlight,
  mkdocs,
  mdbook,
  markdoc,
  obsidian,
  sphinx: docutils,
  'jupyter-book': docutils,
  d2l: docutils,
}

/** The style of a page's anchors: its generator's, else that of the program that shows its format. */
export function anchorStyleOf(generator: Generator | undefined, format: PageFormat): AnchorStyle {
  if (format === 'asciidoc') return asciidoctor
  const own = generator && byGenerator[generator]
  if (own !== undefined) return own
  return format === 'rst' ? docutils : format === 'notebook' ? notebook : github
}
