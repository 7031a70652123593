import { createInterface } from 'node:readline/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { answers } from '../setup/answers.ts'
import { wrangler } from '../setup/wrangler.ts'
import { setUp } from './set-up.ts'
import { runCommand, UsageError } from './usage-error.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

const usage = `
Usage: npm run setup [-- --name NAME] [--yes] [--dry-run] [FLAGS]

From a clone to a widget that answers on your site: asks for what is missing, checks each answer with its
service, deploys, ingests and asks one question. Stopped at any point, it goes on when it is run again.
  --database URL          Neon's connection string
  --openrouter-key KEY    a key with credit
  --repository NAME       the book's repository, owner/name
  --origin ORIGIN         the site that shows the widget, like https://book.example
  --qdrant-url URL, --qdrant-key KEY
  --upstash-url URL, --upstash-token TOKEN
  --content-path DIR, --content-ref REF, --site-url URL
  --name NAME             the Worker's name; marginalia when absent. Its queues are named after it
  --yes                   asks nothing: a wrong or missing answer ends with exit code 2
  --dry-run               checks the answers and says what it would do`

const content = {
  'content-path': 'CONTENT_PATH',
  'content-ref': 'CONTENT_REF',
  'site-url': 'CONTENT_SITE_URL',
} as const

await runCommand(usage, async () => {
  const flags = answers(process.env)
  const texts = [...flags.map(({ flag }) => flag), ...Object.keys(content), 'name']
  const { values } = parseArgs({
    options: {
      ...Object.fromEntries(texts.map((flag) => [flag, { type: 'string' as const }])),
      yes: { type: 'boolean', default: false },
      'dry-run': { type: 'boolean', default: false },
    },
  })
  const text = (flag: string) => {
    const value = Object.entries(values).find(([name]) => name === flag)?.[1]
    return typeof value === 'string' ? value : undefined
  }
  const name = text('name') ?? 'marginalia'
  if (!/^[a-z][a-z0-9-]{0,40}$/.test(name)) {
    throw new UsageError(
      '--name: write small letters, digits and hyphens, at most 41, a letter first.',
    )
  }
  const settingOf = [
    ...flags.map(({ flag, setting }) => [flag, setting] as const),
    ...Object.entries(content),
  ]
  const lines = createInterface({ input: process.stdin, output: process.stdout })
  try {
    await setUp({
      project: root,
      folder: root,
      name,
      given: Object.fromEntries(
        settingOf.flatMap(([flag, setting]) => {
          const value = text(flag)
          return value === undefined ? [] : [[setting, value]]
        }),
      ),
      isUnattended: values.yes === true,
      isDry: values['dry-run'] === true,
      env: process.env,
      ask: (question) => lines.question(question),
      say: (line) => console.log(line),
      wrangler: (args) => wrangler(args, process.env),
    })
  } finally {
    lines.close()
  }
})
