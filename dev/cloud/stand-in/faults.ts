import * as z from 'zod'

const Aim = {
  /** How many requests it strikes; all of them when absent. */
  times: z.int().positive().optional(),
  /** Which requests it strikes: a path's beginning, or a word such as `embeddings` or `chat` that begins a segment. */
  match: z.string().min(1).optional(),
}

const Slow = z.strictObject({
  kind: z.literal('slow').default('slow'),
  /** The reply starts no sooner than this after the request's arrival; work counts toward it. */
  delayMs: z.int().nonnegative().optional(),
  /** The model's stream starts, and its first token comes, no sooner than this after arrival. */
  firstTokenMs: z.int().nonnegative().optional(),
  ...Aim,
})

const Down = z.strictObject({ kind: z.literal('down'), ...Aim })

const Status = z.strictObject({
  kind: z.literal('status'),
  status: z.union([z.literal(429), z.literal(500)]),
  /** Seconds, sent as the Retry-After header. */
  retryAfter: z.int().nonnegative().optional(),
  ...Aim,
})

const Cut = z.strictObject({ kind: z.literal('cut'), afterBytes: z.int().nonnegative(), ...Aim })

const Garbage = z.strictObject({ kind: z.literal('garbage'), ...Aim })

const Scripted = z.strictObject({
  kind: z.literal('scripted'),
  status: z.int().min(200).max(599).default(200),
  type: z.string().default('text/event-stream'),
  /** The body, exactly as it is sent, one write for each. */
  writes: z.array(z.string()),
  /** Milliseconds between two writes, by the clock: who is late writes the next ones at once. */
  paceMs: z.int().positive().optional(),
  ...Aim,
})

/**
 * What can go wrong with a service: slow, down, an error status, a broken-off reply, nonsense, or a
 * reply that is written out.
 */
export const Fault = z.union([Slow, Down, Status, Cut, Garbage, Scripted])
export type Fault = z.output<typeof Fault>

export type FaultSwitch = ReturnType<typeof createFaultSwitch>

/** A switch that makes one service misbehave; of several faults the first that matches a request strikes it. */
export function createFaultSwitch() {
  let active: Fault[] = []
  return {
    /** Replaces the faults in force. */
    set(...faults: z.input<typeof Fault>[]) {
      active = faults.map((fault) => Fault.parse(fault))
    },
    clear() {
      active = []
    },
    /** The fault that strikes this request, if any; counts down `times`. */
    strike(path: string): Fault | undefined {
      const fault = active.find(({ match }) => match === undefined || matches(path, match))
      if (fault?.times !== undefined) {
        fault.times -= 1
        if (fault.times === 0) active = active.filter((other) => other !== fault)
      }
      return fault
    },
    list: (): readonly Fault[] => active,
  }
}

function matches(path: string, match: string): boolean {
  return path.startsWith(match) || path.includes(`/${match}`)
}
