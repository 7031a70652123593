import * as z from 'zod/mini'

const id = z.string().check(z.regex(/^\d{1,20}$/))
const User = z.object({ id, username: z.optional(z.string()) })

const common = {
  id,
  token: z.string().check(z.maxLength(1000)),
  channel_id: id,
  channel: z.optional(z.object({ type: z.int() })),
  guild_id: z.optional(id),
  member: z.optional(z.object({ user: User })),
  user: z.optional(User),
}

/** Kinds of interactions, as Discord numbers them. */
export const kinds = { ping: 1, command: 2, component: 3 } as const

/** What Discord sends: a question whether we are there, a command, or a pressed button. */
export const Interaction = z.discriminatedUnion('type', [
  z.object({ type: z.literal(kinds.ping) }),
  z.object({
    type: z.literal(kinds.command),
    ...common,
    data: z.object({
      name: z.string(),
      options: z._default(z.array(z.object({ name: z.string(), value: z.unknown() })), []),
    }),
  }),
  z.object({
    type: z.literal(kinds.component),
    ...common,
    data: z.object({ custom_id: z.string() }),
  }),
])

export type Interaction = z.infer<typeof Interaction>

/** An interaction that somebody waits for. */
export type Asked = Exclude<Interaction, { type: typeof kinds.ping }>

/** What Discord is told within three seconds: that we are there, or that an answer follows. */
export const Acknowledgement = z.object({
  type: z.union([z.literal(1), z.literal(5)]),
  data: z.optional(z.object({ flags: z.int() })),
})

const ephemeral = 64

/** The acknowledgement of an interaction; what concerns a writer alone is shown to that writer alone. */
export function acknowledge(asked: Interaction): z.infer<typeof Acknowledgement> {
  if (asked.type === kinds.ping) return { type: 1 }
  const isAnswer = asked.type === kinds.command && asked.data.name === 'ask'
  return isAnswer ? { type: 5 } : { type: 5, data: { flags: ephemeral } }
}

/** What a command was given under a name. */
export function optionOf({ data }: Extract<Interaction, { type: 2 }>, name: string): string {
  const value = data.options.find((option) => option.name === name)?.value
  return typeof value === 'string' ? value : ''
}
