import type * as z from 'zod/mini'
import { splitText } from '../channels/split-text.ts'
import { isCallersFault, type Neon } from '../clients/neon.ts'
import { NewReply } from '../conversation/escalation/escalation.ts'
import type { SentReply } from '../conversation/escalation/replies.ts'
import { Problem } from '../problem.ts'
import { type HelpdeskName, titles } from './helpdesk.ts'
import { findThread } from './relay-rows.ts'

/** What somebody of the team does with a hand-off in the tool that shows it. */
export type Deed = { helpdesk: HelpdeskName; thread: string; by: string } & (
  | { kind: 'reply'; content: string; messageId: string }
  | { kind: 'take' | 'release' | 'close' }
)

export interface DeedDeps {
  neon: Neon
  reply: (
    id: string,
    said: z.infer<typeof NewReply>,
    by: string,
    externalId: string,
  ) => Promise<SentReply>
  /** Takes a hand-off, whoever has it: the tool says who does. */
  assign: (id: string, by: string) => Promise<void>
  release: (id: string) => Promise<void>
  close: (id: string, by: string) => Promise<void>
  /** Writes into the audit log what is about to be done. */
  record: (entry: { member: string; action: string; target: object }) => Promise<void>
}

const actions = {
  reply: 'replyToReader',
  take: 'takeEscalation',
  release: 'releaseEscalation',
  close: 'closeEscalation',
} as const

/** A reply may have so many characters; a longer one comes in several. */
const mostCharacters = 2000
const mostPieces = 10

/**
 * Does at the desk what was done in a team's tool; what is told twice is done once. Throws `not-found` for
 * a thread that is no hand-off, `conflict` where a hand-off takes no more words. Gives what the reader's
 * messenger said against a reply.
 */
export async function takeDeed(deed: Deed, deps: DeedDeps): Promise<string | undefined> {
  const { helpdesk, thread } = deed
  const externalId = deed.kind === 'reply' ? `${helpdesk}:${deed.messageId}` : ''
  const [found] = await deps.neon.run(findThread(helpdesk, thread, externalId))
  if (!found) throw new Problem('not-found', 'No reader waits in this conversation.')
  const id = found.escalation_id
  const by = `${deed.by} (${titles[helpdesk]})`
  // A tool also tells of what we have done there ourselves.
  if (found.is_known || (deed.kind !== 'reply' && found.status === 'closed')) return undefined
  await deps.record({ member: by, action: actions[deed.kind], target: { id } })
  switch (deed.kind) {
    case 'reply':
      return await sayAll(deed.content, { id, by, author: deed.by, externalId }, deps)
    case 'take':
      await deps.assign(id, by)
      return undefined
    case 'release':
      await deps.release(id)
      return undefined
    case 'close':
      await deps.close(id, by)
      return undefined
  }
}

interface Said {
  id: string
  by: string
  author: string
  externalId: string
}

async function sayAll(
  text: string,
  { id, by, author, externalId }: Said,
  { reply }: DeedDeps,
): Promise<string | undefined> {
  let failure: string | undefined
  for (const [at, content] of splitText(text, mostCharacters).slice(0, mostPieces).entries()) {
    const said = NewReply.parse({ content, author: author.slice(0, 80) })
    try {
      const sent = await reply(id, said, by, at === 0 ? externalId : `${externalId}:${at}`)
      failure ??= sent.send_error
    } catch (error) {
      // The same message came twice at once: the other one says it.
      if (!isCallersFault(error)) throw error
    }
  }
  return failure
}
