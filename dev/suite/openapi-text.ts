import * as z from 'zod'

const Respond = z.custom<(c: object, services: object) => Promise<Response>>()
const Suite = z.object({
  mountedRoutes: z.array(z.looseObject({ path: z.string(), respond: Respond })),
})

// The functions are typed for Workers: hence no plain import.
const suite = new URL('../../functions/index.ts', import.meta.url).href

/** The OpenAPI document as the suite serves it, without a server. */
export async function openApiText(): Promise<string> {
  const { mountedRoutes } = Suite.parse(await import(suite))
  const route = mountedRoutes.find(({ path }) => path === '/openapi.json')
  if (!route) throw new Error('The suite mounts no /openapi.json')
  const c = { req: { header: () => undefined, param: () => ({}), query: () => ({}) }, var: {} }
  return await (await route.respond(c, {})).text()
}
