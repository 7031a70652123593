import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sign } from 'hono/jwt'
import { expect } from 'vitest'
import { developmentSecrets } from '../../dev/suite/secrets.ts'
import { OpenedSession } from '../../lib/conversation/sessions.ts'
import { adminHeaders, type LocalSuite, untilQuiet } from './local-suite.ts'

/** A page that only staff may read, in a book that is for everybody otherwise. */
export const staffPath = 'docs/Part-9-vault/01-vault.md'

/** Words that stand on that page alone, and in no question of the tests. */
export const staffWords = ['quenelle', 'zeta-4417', 'obsidian', 'tourmaline', 'brasenose']

const staffPage = `---
groups: [staff, keepers-of-keys]
title: The obsidian rules
category: vault
tags: [vault]
---
# The obsidian rules

The harbour vault is opened with code ZETA-4417 by the quenelle officer, and never at night.

## How the vault's brasenose lock is reset

Turn the tourmaline wheel of the harbour vault three times to the left, then press the lever.
`

export async function addStaffPage(book: string) {
  await mkdir(join(book, 'Part-9-vault'), { recursive: true })
  await writeFile(join(book, staffPath.replace(/^docs\//, '')), staffPage)
}

const pushed = 'vault.md'

/**
 * Pushes the page for staff into a book that is indexed, and has one of the staff ask what it says, so that
 * whatever is kept of the answer is kept.
 */
export async function askAsStaff(local: LocalSuite, question: string) {
  const response = await local.request(`/v1/documents/${pushed}`, {
    method: 'PUT',
    headers: adminHeaders,
    body: JSON.stringify({ content: staffPage }),
  })
  expect(response.ok).toBe(true)
  const answer = await local.ask(
    { question },
    await sessionIn(local, ['staff']),
    'application/json',
  )
  expect(staffWordsIn(await answer.text())).toContain('zeta-4417')
  await untilQuiet(local)
}

/** Takes that page away again. */
export const forgetStaffPage = (local: LocalSuite) =>
  local.request(`/v1/documents/${pushed}`, { method: 'DELETE', headers: adminHeaders })

export const vaultQuestion = 'With which code is the harbour vault opened?'

/** Opens a session whose reader the owner's backend has in these groups. */
export async function sessionIn(local: LocalSuite, groups: string[] | undefined) {
  const exp = Math.floor(Date.now() / 1000) + 500
  const external_id = crypto.randomUUID()
  const claims = { provider: 'site', external_id, exp, ...(groups && { groups }) }
  const identity_token = await sign(claims, developmentSecrets.IDENTITY_SECRET, 'HS256')
  const response = await local.request('/v1/sessions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ identity_token }),
  })
  expect(response.status).toBe(201)
  return OpenedSession.parse(await response.json())
}

/** The words of the staff's page that a text holds. */
export const staffWordsIn = (text: string) =>
  staffWords.filter((word) => text.toLowerCase().includes(word))
