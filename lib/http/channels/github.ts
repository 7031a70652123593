import * as z from 'zod/mini'
import { Problem } from '../../problem.ts'
import { type Access, isSameSecret } from '../access.ts'
import { readBytes } from '../body.ts'
import { hmacHex } from './signed-bytes.ts'

// GitHub sends up to 25 MB; a push of a book is some hundred commits at most.
const maxPayloadBytes = 5 * 1024 * 1024

const Push = z.object({
  ref: z.string(),
  deleted: z.optional(z.boolean()),
  repository: z.object({ full_name: z.string(), default_branch: z.optional(z.string()) }),
})

/** Lets GitHub through, which signs what it sends with GITHUB_WEBHOOK_SECRET. */
export const fromGitHub: Access<undefined> = {
  secrets: ['github'],
  async check(c) {
    const secret = c.var.settings.GITHUB_WEBHOOK_SECRET
    if (secret === undefined)
      throw new Problem('not-found', 'Pushes are not taken here: set GITHUB_WEBHOOK_SECRET.')
    const signature = c.req.header('x-hub-signature-256') ?? ''
    // Without a signature of the right form, nothing of the body is read.
    if (!/^sha256=[0-9a-f]{64}$/.test(signature)) throw unsigned()
    const bytes = await readBytes(c.req.raw.clone(), maxPayloadBytes)
    if (!(await isSameSecret(signature, `sha256=${await hmacHex(bytes, secret)}`))) throw unsigned()
    return undefined
  },
}

/** Whether an event is a push to one of these: `ref` a branch, a tag or a commit, `owner/name`. */
export async function isPushTo(
  request: Request,
  ingested: { repository: string; ref: string }[],
): Promise<boolean> {
  if (request.headers.get('x-github-event') !== 'push') return false
  const push = Push.safeParse(jsonOf(await request.text())).data
  if (!push || push.deleted) return false
  const { full_name: name, default_branch: main } = push.repository
  return ingested.some(
    ({ repository, ref }) =>
      repository.toLowerCase() === name.toLowerCase() &&
      bareRef(push.ref) === (ref === 'HEAD' ? main : bareRef(ref)),
  )
}

const bareRef = (ref: string) => ref.replace(/^refs\/(?:heads|tags)\//, '')

const unsigned = () =>
  new Problem('unauthorized', 'Sign the body with GITHUB_WEBHOOK_SECRET, as x-hub-signature-256.')

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // A signed body that is no JSON is a form: GitHub sends it when told so, and the owner learns it.
    throw new Problem('malformed-json', 'Choose application/json as the content type at GitHub.')
  }
}
