import { load } from 'js-yaml'
import * as z from 'zod/mini'
import { orElse } from '../../text/json.ts'
import { storable } from '../../text/storable.ts'

/** What a folder's `_category_.json` or `_category_.yml` says about it. */
export const Category = z.object({
  label: orElse(z.optional(z.pipe(z.string(), z.transform(storable))), undefined),
  position: orElse(z.optional(z.number()), undefined),
})

export type Category = z.infer<typeof Category>

/** Whether a path is a folder's category file. */
export function isCategoryFile(path: string): boolean {
  return /(?:^|\/)_category_\.(?:json|ya?ml)$/.test(path)
}

/** Reads a category file, JSON or YAML; one that cannot be read says nothing about its folder. */
export function readCategory(text: string): Category {
  try {
    return Category.parse(load(text.replace(/^\uFEFF/, '')))
  } catch {
    // The folder's own name is a good enough title to go on with.
    return {}
  }
}
