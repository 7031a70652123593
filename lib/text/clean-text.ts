import * as z from 'zod/mini'

/** Text that Postgres and every reader can hold: no NUL, no half of a surrogate pair. */
export const cleanText = z.string().check(
  z.refine((text) => !text.includes('\0'), 'Must not contain NUL'),
  z.refine((text) => text.isWellFormed(), 'Must not contain a lone surrogate'),
)

/** Such text, trimmed and not empty, of at most so many UTF-16 units. */
export const someText = (maxLength: number) =>
  cleanText.check(z.trim(), z.minLength(1, 'Must not be empty'), z.maxLength(maxLength))
