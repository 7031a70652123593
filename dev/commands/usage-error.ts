/** A mistake of whoever typed the command: told in one line, without a stack. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Runs a command; a mistake in its use is one line and exit code 2, a failure exit code 1. */
export async function runCommand(command: () => Promise<void>): Promise<void> {
  try {
    await command()
  } catch (error) {
    const isUsage = error instanceof UsageError || isParseArgsError(error)
    console.error(isUsage && error instanceof Error ? error.message : error)
    process.exit(isUsage ? 2 : 1)
  }
}

function isParseArgsError(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
  )
}
