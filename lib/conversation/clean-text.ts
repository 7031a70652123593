import * as z from 'zod/mini'

/** Text that Postgres can hold, trimmed and not empty, of at most so many UTF-16 units. */
export const cleanText = (maxLength: number) =>
  z.string().check(
    z.trim(),
    z.minLength(1, 'Must not be empty'),
    z.maxLength(maxLength),
    z.refine((text) => !text.includes('\0'), 'Must not contain NUL'),
    z.refine((text) => text.isWellFormed(), 'Must not contain a lone surrogate'),
  )
