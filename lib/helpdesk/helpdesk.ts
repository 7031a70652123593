import * as z from 'zod/mini'
import { EscalationMessage, EscalationState } from '../conversation/escalation/escalation.ts'

/** The tools in which a team answers hand-offs beside the desk. */
export const HelpdeskName = z.enum(['slack', 'chatwoot'])

export type HelpdeskName = z.infer<typeof HelpdeskName>

/** How people call them. */
export const titles: Record<HelpdeskName, string> = { slack: 'Slack', chatwoot: 'Chatwoot' }

/** A hand-off as a team is shown it. */
export const HandOff = z.object({
  escalation_id: z.string(),
  session_id: z.string(),
  reason: z.string(),
  contact: z.optional(z.string()),
  /** Where the reader is: the page, or a messenger. */
  channel: z.string(),
  status: EscalationState,
  taken_by: z.optional(z.string()),
  is_erased: z.boolean(),
  /** What was asked and answered before, as far as it is kept. */
  talk: z.array(z.object({ role: z.string(), content: z.string() })),
  /** What the reader and a person have said since, which the tool has not been told. */
  said: z.array(EscalationMessage),
})

export type HandOff = z.infer<typeof HandOff>

/** Where a hand-off is in a tool, and what has been put there; `thread` is absent until it is opened. */
export interface Placed {
  thread: string | undefined
  posted: string[]
}

/** Keeps where a hand-off is, as soon as it is known: whatever breaks off later begins there. */
export type Note = (placed: { thread?: string; posted?: string[] }) => Promise<void>

/** A tool of the team's, as it is told of hand-offs. Everything throws what the tool says against it. */
export interface Helpdesk {
  name: HelpdeskName
  /** Opens a thread for a hand-off, or goes on opening it; gives the thread. */
  open: (handOff: HandOff, placed: Placed, note: Note) => Promise<string>
  /** Says what the reader, or a person elsewhere, has said. */
  say: (message: EscalationMessage, thread: string, note: Note) => Promise<void>
  /** Shows how a hand-off stands now. */
  show: (handOff: HandOff, thread: string, note: Note) => Promise<void>
  /** Takes away what was put there; what is gone already is no failure. */
  remove: (placed: Placed) => Promise<void>
}

/** What came before, in a few lines that a person reads at a glance. */
export const talkLines = ({ talk }: HandOff): { who: string; content: string }[] =>
  talk.map(({ role, content }) => ({
    who: role === 'user' ? 'Reader' : 'Marginalia',
    content: content.length > mostShown ? `${content.slice(0, mostShown)} …` : content,
  }))

const mostShown = 600

/** Who says a message. */
export const speaker = ({ from, author }: EscalationMessage): string =>
  from === 'reader' ? 'Reader' : (author ?? 'A person at the desk')

/** How a hand-off stands, as one sentence. */
export function standing({ status, taken_by }: HandOff): string {
  if (status === 'closed') return `Closed${taken_by ? `; ${taken_by} had it` : ''}.`
  return status === 'taken' ? `${taken_by ?? 'Somebody'} has taken it.` : 'Nobody has taken it yet.'
}
