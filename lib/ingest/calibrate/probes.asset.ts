/*
 * Questions that no such book answers, by language. Only the end of an ingestion run reads them: a Worker
 * has them among its assets and not in its script.
 */
export { probes as de } from './probes/de.ts'
export { probes as en } from './probes/en.ts'
export { probes as es } from './probes/es.ts'
export { probes as fr } from './probes/fr.ts'
export { probes as zh } from './probes/zh.ts'
