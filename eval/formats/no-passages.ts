import { UsageError } from '../../dev/commands/usage-error.ts'

/** For questions on pages: they name sections, which ready passages do not have. */
export function noPassages(): never {
  throw new UsageError('--passages: these questions are on pages; name their folder with --docs.')
}
