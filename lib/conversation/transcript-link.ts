import { signSessionToken } from './session-token.ts'

const lifeSeconds = 7 * 86_400

/** The key of links to transcripts: none of them is a session's token. */
export const transcriptSecret = (sessionSecret: string) => `${sessionSecret}:transcript`

/** A link that shows one conversation, for a week, to whoever is to help. */
export async function transcriptLink(
  origin: string,
  sessionId: string,
  sessionSecret: string,
  nowMs: number,
): Promise<string> {
  const expiresAt = Math.floor(nowMs / 1000) + lifeSeconds
  const secret = transcriptSecret(sessionSecret)
  const token = await signSessionToken({ id: sessionId }, expiresAt, secret)
  return `${origin}/v1/sessions/${sessionId}/messages?access=${token}`
}
