import * as z from 'zod/mini'
import {
  Correction,
  CorrectionList,
  CorrectionQuery,
  NewCorrection,
} from '../../lib/admin/desk/corrections.ts'
import { NewPin, PinList, PinnedAnswer, PinQuery } from '../../lib/admin/desk/pins.ts'
import {
  DeskChange,
  DeskRestore,
  DeskSettings,
  DeskVersion,
  DeskVersions,
} from '../../lib/admin/desk/settings.ts'
import { Retention, RetentionQuery } from '../../lib/admin/retention.ts'
import { admin } from '../../lib/http/access.ts'
import { exported, exportTexts, Format } from '../../lib/http/export.ts'
import { routesOf } from '../../lib/http/route.ts'
import type { adminServices } from '../../lib/services/admin.ts'

const route = routesOf<Pick<ReturnType<typeof adminServices>, 'desk'>>()

const PinPath = z.object({ id: z.uuidv4().check(z.toLowerCase()) })

/** The names of its schemas in the OpenAPI document. */
export const deskSettingsSchemas = {
  Correction,
  CorrectionList,
  DeskChange,
  DeskRestore,
  DeskSettings,
  DeskVersion,
  DeskVersions,
  NewCorrection,
  NewPin,
  PinList,
  PinnedAnswer,
  Retention,
}

const unknownMember = { name: 'unknown', role: 'viewer' } as const

export const deskSettingsRoutes = [
  route({
    method: 'GET',
    path: '/v1/admin/settings',
    id: 'getDeskSettings',
    tag: 'Administration',
    summary: 'Get what is set at the desk, and what the deployment says of the same',
    access: admin,
    replies: { 200: { description: 'The settings', schema: DeskSettings } },
    handle: async ({ services }) => ({ status: 200, body: await services.desk.settings() }),
  }),

  route({
    method: 'PUT',
    path: '/v1/admin/settings',
    id: 'saveDeskSettings',
    tag: 'Administration',
    summary: 'Save all that is set at the desk, as the next version',
    description:
      'In force within a minute everywhere, without a deployment. What is left out is as the deployment has it. A version that is no longer the last is refused.',
    access: admin,
    body: DeskChange,
    replies: { 200: { description: 'The settings as they are now', schema: DeskSettings } },
    problems: ['conflict'],
    handle: async ({ services, body, c }) => ({
      status: 200,
      body: await services.desk.save(body, c.var.member ?? unknownMember),
    }),
  }),

  route({
    method: 'GET',
    path: '/v1/admin/settings/versions',
    id: 'listDeskVersions',
    tag: 'Administration',
    summary: 'List the last hundred versions of what is set at the desk',
    access: admin,
    replies: { 200: { description: 'The versions, the latest first', schema: DeskVersions } },
    handle: async ({ services }) => ({ status: 200, body: await services.desk.versions() }),
  }),

  route({
    method: 'POST',
    path: '/v1/admin/settings/restore',
    id: 'restoreDeskSettings',
    tag: 'Administration',
    summary: 'Take up an earlier version again; 0 is the deployment’s own settings',
    access: admin,
    body: DeskRestore,
    replies: { 200: { description: 'The settings as they are now', schema: DeskSettings } },
    problems: ['not-found', 'conflict'],
    handle: async ({ services, body, c }) => ({
      status: 200,
      body: await services.desk.restore(body, c.var.member ?? unknownMember),
    }),
  }),

  route({
    method: 'GET',
    path: '/v1/admin/retention',
    id: 'previewRetention',
    tag: 'Administration',
    summary: 'See what would be erased if words were kept for so many days',
    access: admin,
    query: RetentionQuery,
    replies: { 200: { description: 'How much there is of it now', schema: Retention } },
    handle: async ({ services, query }) => ({
      status: 200,
      body: await services.desk.retention(query.days),
    }),
  }),

  route({
    method: 'GET',
    path: '/v1/admin/corrections',
    id: 'listCorrections',
    tag: 'Administration',
    summary:
      'List the answers that were corrected, and whether the book gives the right ones by now',
    access: admin,
    query: z.extend(CorrectionQuery, { format: Format }),
    replies: {
      200: { description: 'A page of corrections', schema: CorrectionList, texts: exportTexts },
    },
    async handle({ services, query: { format, ...query }, settings }) {
      if (format === 'json') return { status: 200, body: await services.desk.corrections(query) }
      return exported({
        format,
        name: 'corrections',
        columns: Object.keys(Correction.shape),
        from: query.cursor,
        read: (cursor, limit) => services.desk.corrections({ ...query, cursor, limit }),
        mostPages: settings.SUBREQUEST_BUDGET,
      })
    },
  }),

  route({
    method: 'POST',
    path: '/v1/admin/corrections',
    id: 'correctAnswer',
    tag: 'Administration',
    summary: 'Correct an answer',
    description:
      'A reader whose conversation is still open finds it there, as a person’s words. The question is asked again after every run.',
    access: admin,
    body: NewCorrection,
    replies: { 201: { description: 'The correction', schema: Correction } },
    problems: ['not-found'],
    handle: async ({ services, body, c }) => ({
      status: 201,
      body: await services.desk.correct(body, (c.var.member ?? unknownMember).name),
      location: '/v1/admin/corrections',
    }),
  }),

  route({
    method: 'DELETE',
    path: '/v1/admin/corrections/{id}',
    id: 'withdrawCorrection',
    tag: 'Administration',
    summary: 'Take a correction back; its question is asked no more',
    access: admin,
    params: PinPath,
    replies: { 204: { description: 'It is gone' } },
    problems: ['not-found'],
    async handle({ services, params }) {
      await services.desk.withdraw(params.id)
      return { status: 204 }
    },
  }),

  route({
    method: 'GET',
    path: '/v1/admin/pins',
    id: 'listPins',
    tag: 'Administration',
    summary: 'List the pinned answers',
    access: admin,
    query: z.extend(PinQuery, { format: Format }),
    replies: {
      200: {
        description: 'A page of pinned answers, the latest first',
        schema: PinList,
        texts: exportTexts,
      },
    },
    async handle({ services, query: { format, ...query }, settings }) {
      if (format === 'json') return { status: 200, body: await services.desk.pins(query) }
      return exported({
        format,
        name: 'pins',
        columns: Object.keys(PinnedAnswer.shape),
        from: query.cursor,
        read: (cursor, limit) => services.desk.pins({ ...query, cursor, limit }),
        mostPages: settings.SUBREQUEST_BUDGET,
      })
    },
  }),

  route({
    method: 'POST',
    path: '/v1/admin/pins',
    id: 'pinAnswer',
    tag: 'Administration',
    summary: 'Pin an answer to a question, and to those near it',
    description:
      'It is given as the owner’s answer. One that its own sources speak against is refused.',
    access: admin,
    body: NewPin,
    replies: { 201: { description: 'The pinned answer', schema: PinnedAnswer } },
    problems: ['conflict', 'unavailable'],
    handle: async ({ services, body, c }) => ({
      status: 201,
      body: await services.desk.addPin(body, (c.var.member ?? unknownMember).name),
      location: '/v1/admin/pins',
    }),
  }),

  route({
    method: 'DELETE',
    path: '/v1/admin/pins/{id}',
    id: 'unpinAnswer',
    tag: 'Administration',
    summary: 'Take a pinned answer away',
    access: admin,
    params: PinPath,
    replies: { 204: { description: 'It is gone' } },
    problems: ['not-found', 'unavailable'],
    async handle({ services, params }) {
      await services.desk.removePin(params.id)
      return { status: 204 }
    },
  }),
]
