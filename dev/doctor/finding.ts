/** What the doctor has found of one thing: well, or what to do; or that it could not look. */
export interface Finding {
  state: 'ok' | 'fault' | 'unseen'
  subject: string
  says: string
}

export const ok = (subject: string, says: string): Finding => ({ state: 'ok', subject, says })
/** Something is wrong; the sentence says what to do. */
export const fault = (subject: string, says: string): Finding => ({
  state: 'fault',
  subject,
  says,
})
/** It could not be looked at; the sentence says what is needed for it. */
export const unseen = (subject: string, says: string): Finding => ({
  state: 'unseen',
  subject,
  says,
})

/** Settings by name, as they stand in the environment, `.dev.vars` or the local stack. */
export type OwnSettings = Readonly<Record<string, string | undefined>>

const longestReason = 240

/** The first words of an error. No service repeats a key in them, but one may repeat a URL's password. */
export function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  if (cause instanceof Error && 'code' in cause) return String(cause.code)
  const text = error instanceof Error ? error.message || error.name : String(error)
  return text.replace(/:\/\/[^@\s]+@/g, '://…@').slice(0, longestReason)
}

/** Looks, and turns an unexpected error into a finding. */
export async function look(
  subject: string,
  todo: string,
  looking: () => Promise<Finding[]>,
): Promise<Finding[]> {
  try {
    return await looking()
  } catch (error) {
    return [fault(subject, `${reasonOf(error)}. ${todo}`)]
  }
}
