import * as z from 'zod/mini'

/** OpenAI's list of models; the book answers under one name, whichever model writes. */
export const ModelList = z.object({
  object: z.literal('list'),
  data: z.array(
    z.object({
      id: z.string(),
      object: z.literal('model'),
      created: z.int(),
      owned_by: z.string(),
    }),
  ),
})

// Clients sort by it: any moment does, as long as it is the same one.
const created = 1_767_225_600

export const modelList: z.infer<typeof ModelList> = {
  object: 'list',
  data: [{ id: 'marginalia', object: 'model', created, owned_by: 'marginalia' }],
}
