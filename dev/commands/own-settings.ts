import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseEnv } from 'node:util'

/**
 * What belongs to a deployment: its services, its secrets and its book. The local suite has its own;
 * it must never write the local book into a real database because a file with its address is there.
 */
const ofTheDeployment =
  /^(?:DATABASE_URL|NEON_HTTP_URL|QDRANT_(?:URL|API_KEY)|UPSTASH_|OPENROUTER_API_KEY|ADMIN_TOKEN|SESSION_SECRET|IDENTITY_SECRET|WEBHOOK_SECRET_KEY|MCP_TOKEN|GITHUB_|TELEGRAM_|SLACK_|DISCORD_|CHATWOOT_|CONTENT_|CLOUDFLARE_)/

/** The settings of `.dev.vars` that hold for the local suite; says which ones it leaves alone. */
export async function ownSettings(folder: string): Promise<Record<string, string>> {
  const text = await readFile(join(folder, '.dev.vars'), 'utf8').catch(() => '')
  const given = Object.entries(parseEnv(text)).flatMap(([name, value]): [string, string][] =>
    value ? [[name, value]] : [],
  )
  const left = given
    .filter(([name]) => ofTheDeployment.test(name))
    .map(([name]) => name)
    .sort()
  if (left.length > 0) {
    console.log(
      `.dev.vars: left alone, for they are the deployment's: ${left.join(', ')}. The environment names real services.`,
    )
  }
  return Object.fromEntries(given.filter(([name]) => !ofTheDeployment.test(name)))
}
