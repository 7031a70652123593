/** A page that cannot be read, said in words its author can act on; `line` counts from 1. */
export class PageError extends Error {
  override readonly name = 'PageError'
  readonly path: string
  readonly line: number

  constructor(path: string, line: number, reason: string) {
    super(`${path}, line ${line}: ${reason}`)
    this.path = path
    this.line = line
  }
}
