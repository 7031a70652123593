/** What a line of Markdown says: words, and what is done to them. */
export type Inline =
  | string
  | { kind: 'em' | 'strong' | 'del' | 'kbd' | 'sub' | 'sup'; inside: Inline[] }
  | { kind: 'link' | 'image'; url: string; inside: Inline[] }
  | { kind: 'code'; text: string }
  | { kind: 'mark'; n: number }
  | { kind: 'break' }
