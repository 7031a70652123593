import * as z from 'zod/mini'

/** The Worker's own files: the binding ASSETS. */
export interface Assets {
  fetch(
    url: URL,
    init: { signal: AbortSignal },
  ): Promise<{ ok: boolean; status: number; json: () => Promise<unknown> }>
}

/** Why texts cannot be read from the Worker's assets. */
export class AssetError extends Error {
  override readonly name = 'AssetError'
}

/** The modules `<name>.asset.ts`. */
export type TextsName = 'answering' | 'characters' | 'listed-tools' | 'offences' | 'probes'

const Texts = z.record(z.string(), z.unknown())
type Texts = z.infer<typeof Texts>

// They are read where the Worker runs, in a few milliseconds; a reader waits for them.
const timeoutMs = 5000

/** What is still to be read, by file. In Node nothing is: there a module holds its texts itself. */
const expected = new Map<TextsName, { names: readonly string[]; take: (texts: Texts) => void }>()

/** Says of a module that its exports come from an asset: the build makes the call in the module's place. */
export function expectTexts(
  file: TextsName,
  names: readonly string[],
  take: (texts: Texts) => void,
) {
  expected.set(file, { names, take })
}

/** Whether the exports of `<file>.asset.ts` can be used. */
export const areTextsRead = (file: TextsName): boolean => !expected.has(file)

/**
 * Reads the exports of `<file>.asset.ts`, unless this isolate has them. Throws an AssetError where they
 * are not to be had; whoever asks next tries again.
 */
export async function readTexts(file: TextsName, assets: Assets | undefined): Promise<void> {
  const wanted = expected.get(file)
  if (!wanted) return
  const name = `texts/${file}.json`
  const url = new URL(`https://assets.invalid/${name}`)
  const reply = await assets?.fetch(url, { signal: AbortSignal.timeout(timeoutMs) }).catch(unread)
  const texts = Texts.safeParse(reply?.ok ? await reply.json().catch(unread) : undefined)
  if (!texts.success || wanted.names.some((one) => !(one in texts.data))) {
    const why = reply ? (reply.ok ? 'it left texts out' : `HTTP ${reply.status}`) : 'it is missing'
    throw new AssetError(`${name} cannot be read by the binding ASSETS (${why})`)
  }
  wanted.take(texts.data)
  expected.delete(file)
}

function unread(cause: unknown): never {
  throw new AssetError('A file of the binding ASSETS cannot be read', { cause })
}
