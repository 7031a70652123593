import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { startCloud } from '../../dev/cloud/cloud.ts'
import type { CloudOptions } from '../../dev/cloud/options.ts'
import { patient } from '../support/machine-pace.ts'

/** For the first start after an installation, which makes the database's template. */
export const startTimeoutMs = patient(180_000)

/** A new folder with these files, by their paths in it. */
export function aFolder(files: Record<string, string> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'marginalia-'))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}

/** A cloud with a page to read and embeddings that cost nothing. */
export function aCloud(options: Partial<CloudOptions> = {}) {
  const docs =
    options.docs ?? aFolder({ 'intro.md': '# Intro\n\nA robot senses, plans and acts.\n' })
  return startCloud({ embeddings: 'hashed', ...options, docs })
}

/** A setting that this cloud must have. */
export function setting(cloud: { settings: Record<string, string> }, name: string): string {
  const value = cloud.settings[name]
  if (value === undefined) throw new Error(`the cloud has no ${name}`)
  return value
}
