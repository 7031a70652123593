import * as z from 'zod'
import { openApiText } from '../../dev/suite/openapi-text.ts'
import { mountedRoutes } from './mounted-routes.ts'

const Respond = z.custom<(c: object, services: object) => Promise<Response>>()

const file = await openApiText()

/** The OpenAPI document as its route gives it, without a server. */
export async function readOpenApi(headers: Record<string, string> = {}): Promise<Response> {
  const route = mountedRoutes.find(({ path }) => path === '/openapi.json')
  const c = {
    req: {
      header: (name: string) => headers[name],
      param: () => ({}),
      query: () => ({}),
      url: 'https://suite.example/openapi.json',
    },
    var: {},
    env: { ASSETS: { fetch: async () => new Response(file) } },
  }
  return await Respond.parse(route?.respond)(c, {})
}
