/**
 * Text as Postgres and Qdrant take it: YAML can write NUL characters and halves of surrogate pairs
 * that no file of UTF-8 holds.
 */
export const storable = (text: string) => text.replaceAll('\0', '').toWellFormed()
