/** The groups of operations, as the OpenAPI document shows them. */
export const tags = {
  Questions: 'Ask the book, in one of several protocols, and rate its answers',
  Search: 'Find and read pages and sections, for search boxes and agents',
  Agents: 'The Model Context Protocol',
  Sessions: "Readers' conversations: open, read, end and erase them",
  Readers: 'What is remembered of a known reader',
  Webhooks: 'Endpoints of your own that hear what happens here',
  Ingestion: 'Bring the index to the state of the pages',
  Administration: "The owner's figures and the answer cache",
  Channels: 'Messengers through which readers ask',
  Service: 'How this deployment is, and what it can do',
} as const

export type TagName = keyof typeof tags
