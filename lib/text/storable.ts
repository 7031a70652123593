/**
 * Text as Postgres and Qdrant take it: without NUL characters and halves of surrogate pairs, which
 * JSON and YAML can write though no file of UTF-8 holds them.
 */
export const storable = (text: string) => text.replaceAll('\0', '').toWellFormed()
