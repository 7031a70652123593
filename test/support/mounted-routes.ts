import * as z from 'zod'

const Mounted = z.object({
  mountedRoutes: z.array(
    z.looseObject({
      method: z.string(),
      path: z.string(),
      access: z.looseObject({ secrets: z.array(z.string()) }),
      body: z.looseObject({ maxBytes: z.unknown() }).optional(),
      problemFormat: z.looseObject({}).optional(),
    }),
  ),
})

// The functions are typed for Workers, which the tests' own types exclude: hence no plain import.
const suite = new URL('../../functions/index.ts', import.meta.url).href

/** Every route that the suite mounts, from the very list that mounts it. */
export const { mountedRoutes } = Mounted.parse(await import(/* @vite-ignore */ suite))
