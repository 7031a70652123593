/** The site generators whose syntax, anchors and addresses are known. */
export const generators = [
  'docusaurus',
  'vitepress',
  'mkdocs',
  'mdbook',
  'mintlify',
  'gitbook',
  'markdoc',
  'hugo',
  'starlight',
  'nextra',
  'sphinx',
  'jupyter-book',
  'd2l',
  'hugging-face',
  'obsidian',
] as const

export type Generator = (typeof generators)[number]
