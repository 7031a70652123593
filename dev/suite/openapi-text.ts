import * as z from 'zod'

const Description = z.object({ openApiText: z.custom<() => string>() })

// The functions are typed for Workers: hence no plain import.
const description = new URL('../../functions/api-description.ts', import.meta.url).href

/** The OpenAPI document as the suite serves it, made from the declarations of its routes. */
export async function openApiText(): Promise<string> {
  return Description.parse(await import(description)).openApiText()
}
