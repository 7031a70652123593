import { SchemaRefused } from '../suite/schema-refused.ts'
import { ConfigError } from '../suite/worker-config.ts'

/** A mistake of whoever typed the command: told in one line, without a stack; exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** What a command was asked to do did not come off, for a known reason: one line, exit code 1. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure'
}

/**
 * Runs a command, or prints its usage for `--help`; a mistake in its use is one line and exit code 2,
 * a failure exit code 1.
 */
export async function runCommand(usage: string, command: () => Promise<void>): Promise<void> {
  const flags = process.argv.slice(2)
  const end = flags.indexOf('--')
  if ((end < 0 ? flags : flags.slice(0, end)).some((flag) => flag === '--help' || flag === '-h')) {
    console.log(usage.trim())
    return
  }
  try {
    await command()
  } catch (error) {
    const isMistake = error instanceof UsageError || isParseArgsError(error)
    const isFailure =
      error instanceof CommandFailure ||
      error instanceof SchemaRefused ||
      error instanceof ConfigError
    const isKnown = isMistake || isFailure
    console.error(isKnown && error instanceof Error ? error.message : error)
    process.exit(isMistake ? 2 : 1)
  }
}

function isParseArgsError(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
  )
}
