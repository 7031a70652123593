import { type Fragment, fragment } from './neon.ts'

/**
 * What a wording is known by where its words are not kept: what is erased in the log is gone from every
 * gap with it.
 */
export const wordingOf = (text: Fragment) =>
  fragment`encode(sha256(convert_to(lower(${text}), 'UTF8')), 'hex')`
