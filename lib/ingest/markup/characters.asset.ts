/*
 * The characters that HTML calls by a name. Headings of pages and answers in messengers may name one: a
 * Worker has them among its assets and not in its script.
 */
export { characterEntities } from 'character-entities'
