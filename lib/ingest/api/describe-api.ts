import * as z from 'zod/mini'
import { storable } from '../../text/storable.ts'
import { describeSchema, shapeOf } from './describe-schema.ts'
import { type Api, type Json, object, resolved, text } from './document.ts'

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query']
const mostOperations = 2000
const mostSchemas = 2000
const longestExample = 1500

/** A page that is made of an API's description: what it says is Markdown, a section an operation. */
export interface ApiPage {
  path: string
  title: string
  content: string
}

const Document = z.looseObject({
  paths: z.optional(z.record(z.string(), z.unknown())),
  webhooks: z.optional(z.record(z.string(), z.unknown())),
})

/**
 * An OpenAPI document in words: a page a tag, on it a section an operation, and a page of the schemas.
 * Undefined for what is no such document.
 */
export function describeApi(given: unknown): ApiPage[] | undefined {
  const document = Document.safeParse(given)
  if (!document.success || (!document.data.paths && !document.data.webhooks)) return undefined
  const api: Api = { root: object(given) }
  const info = object(api.root.info)
  const name = text(info.title) || 'API'
  const byTag = Map.groupBy(operationsOf(api), ({ tag }) => tag)
  const about = new Map(
    list(api.root.tags).map((tag) => [text(object(tag).name), text(object(tag).description)]),
  )
  const pages = [...byTag].map(([tag, operations]) => ({
    path: slug(tag) || 'operations',
    title: tag ? `${name}: ${tag}` : name,
    content: [about.get(tag), ...operations.map(({ content }) => content)]
      .filter(Boolean)
      .join('\n\n'),
  }))
  const schemas = schemasOf(api)
  const intro = introOf(api)
  const all = [
    ...(intro === '' ? [] : [{ path: 'introduction', title: name, content: intro }]),
    ...pages,
    ...(schemas === '' ? [] : [{ path: 'schemas', title: `${name}: schemas`, content: schemas }]),
  ]
  return byTag.size === 0 ? [] : all.map((page) => ({ ...page, content: storable(page.content) }))
}

function introOf({ root }: Api): string {
  const schemes = Object.entries(object(object(root.components).securitySchemes)).map(
    ([name, scheme]) => {
      const { type, scheme: kind, in: place, name: key, description } = object(scheme)
      const how = [text(type), text(kind), text(place), text(key)].filter(Boolean).join(', ')
      return `- \`${name}\`: ${how}${described(description)}`
    },
  )
  const servers = list(root.servers).map((server) => `- ${text(object(server).url)}`)
  return [
    text(object(root.info).description),
    servers.length > 0 && `## Servers\n\n${servers.join('\n')}`,
    schemes.length > 0 && `## Authentication\n\n${schemes.join('\n')}`,
  ]
    .filter(Boolean)
    .join('\n\n')
}

function operationsOf(api: Api) {
  const paths = Object.entries(object(api.root.paths))
  const found: { tag: string; content: string }[] = []
  for (const [path, given] of paths) {
    const item = resolved(given, api)
    for (const method of methods) {
      if (item[method] === undefined || found.length >= mostOperations) continue
      const operation = resolved(item[method], api)
      const [tag] = list(operation.tags)
      const shared = list(item.parameters)
      found.push({ tag: text(tag), content: operationOf(method, path, operation, shared, api) })
    }
  }
  return found
}

/** An operation in words: what it is called by, takes and replies. */
function operationOf(
  method: string,
  path: string,
  operation: Json,
  shared: unknown[],
  api: Api,
): string {
  const id = text(operation.operationId) || `${method}${path}`
  const call = `${method.toUpperCase()} ${path}`
  const summary = text(operation.summary)
  const parameters = [...shared, ...list(operation.parameters)].map((one) => parameterOf(one, api))
  return [
    `## ${summary ? `${summary}: ` : ''}${call} {#${slug(id)}}`,
    `\`${call}\`${operation.deprecated === true ? ' is deprecated.' : ''}`,
    text(operation.description),
    parameters.length > 0 && `Parameters:\n\n${parameters.join('\n')}`,
    bodyOf(operation.requestBody, api),
    repliesOf(operation.responses, api),
    securityOf(operation.security),
  ]
    .filter(Boolean)
    .join('\n\n')
}

function parameterOf(given: unknown, api: Api): string {
  const parameter = resolved(given, api)
  const place = { header: 'header', query: 'query parameter', path: 'path', cookie: 'cookie' }
  const where = Object.entries(place).find(([name]) => name === parameter.in)?.[1] ?? ''
  const facts = [where, shapeOf(parameter.schema, api), parameter.required === true && 'required']
  return `- \`${text(parameter.name)}\` (${facts.filter(Boolean).join(', ')})${described(parameter.description)}`
}

function bodyOf(given: unknown, api: Api): string {
  if (given === undefined) return ''
  const body = resolved(given, api)
  const kinds = Object.entries(object(body.content))
  const head = `Body${body.required === true ? ', required' : ''}${described(body.description)}`
  const told = kinds.slice(0, 3).map(([type, media]) => mediaOf(type, media, api))
  return [head, ...told].join('\n\n')
}

function mediaOf(type: string, media: unknown, api: Api): string {
  const { schema, example, examples } = object(media)
  const [first] = Object.values(object(examples))
  const shown = example ?? resolved(first, api).value
  const json = shown === undefined ? '' : JSON.stringify(shown, null, 2).slice(0, longestExample)
  return [
    `\`${type}\`: ${shapeOf(schema, api)}`,
    describeSchema(schema, api),
    json && `Example:\n\n\`\`\`json\n${json}\n\`\`\``,
  ]
    .filter(Boolean)
    .join('\n\n')
}

function repliesOf(given: unknown, api: Api): string {
  const replies = Object.entries(object(given)).map(([status, reply]) => {
    const { description, content, headers } = resolved(reply, api)
    const shapes = Object.entries(object(content)).map(([type, media]) => {
      return `${type}: ${shapeOf(object(media).schema, api)}`
    })
    const named = Object.keys(object(headers)).map((name) => `header \`${name}\``)
    const more = [...shapes, ...named].join('; ')
    return `- ${status}${described(description)}${more ? ` (${more})` : ''}`
  })
  return replies.length === 0 ? '' : `Replies:\n\n${replies.join('\n')}`
}

function securityOf(given: unknown): string {
  const names = list(given).flatMap((one) => Object.keys(object(one)))
  return names.length === 0 ? '' : `Needs ${names.map((name) => `\`${name}\``).join(' or ')}.`
}

function schemasOf(api: Api): string {
  return Object.entries(object(object(api.root.components).schemas))
    .slice(0, mostSchemas)
    .map(([name, schema]) => {
      const { description } = object(schema)
      const parts = [text(description), `\`${name}\` is ${shapeOf(schema, api, true)}.`]
      return [`## ${name} {#schema-${slug(name)}}`, ...parts, describeSchema(schema, api)]
        .filter(Boolean)
        .join('\n\n')
    })
    .join('\n\n')
}

const described = (description: unknown) => {
  const said = text(description).replace(/\s+/g, ' ')
  return said === '' ? '' : `: ${said}`
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

const slug = (name: string) =>
  name
    .replace(/[^\p{L}\p{N}_.-]+/gu, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 100)
