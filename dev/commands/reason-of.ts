import * as z from 'zod/mini'

const Refusal = z.object({
  detail: z.string(),
  errors: z.optional(z.array(z.object({ location: z.string(), message: z.string() }))),
})

/** Why a suite refuses: its problem's detail, and the fields that are wrong. */
export async function reasonOf(response: Response): Promise<string> {
  const refusal = Refusal.safeParse(await response.json().catch(() => undefined))
  if (!refusal.success) return `HTTP ${response.status}`
  const { detail, errors = [] } = refusal.data
  return [detail, ...errors.map(({ location, message }) => `${location} ${message}`)].join('\n  ')
}
