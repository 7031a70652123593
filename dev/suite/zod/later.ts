import type * as zod from 'zod/mini'

/** A schema or a check that is made when somebody asks what is in it. */
class Later<Made extends { _zod: object }> {
  readonly #make: () => Made
  #made: Made | undefined

  constructor(make: () => Made) {
    this.#make = make
  }

  get made(): Made {
    this.#made ??= this.#make()
    return this.#made
  }

  // zod knows what is its own by this, and asks for it with every value that it reads.
  get _zod(): Made['_zod'] {
    const value = this.made._zod
    Object.defineProperty(this, '_zod', { value })
    return value
  }
}

class LaterSchema extends Later<zod.ZodMiniType> {
  get def() {
    return this.made.def
  }

  get shape() {
    return 'shape' in this.made ? this.made.shape : undefined
  }

  get options() {
    return 'options' in this.made ? this.made.options : undefined
  }

  parse(...given: Parameters<zod.ZodMiniType['parse']>) {
    return this.made.parse(...given)
  }

  safeParse(...given: Parameters<zod.ZodMiniType['safeParse']>) {
    return this.made.safeParse(...given)
  }

  check(...checks: Parameters<zod.ZodMiniType['check']>) {
    return new LaterSchema(() => this.made.check(...checks))
  }
}

// @__NO_SIDE_EFFECTS__
export const laterCheck = <Given extends unknown[]>(
  make: (...given: Given) => zod.core.$ZodCheck,
  given: Given,
) => new Later(() => make(...given))

const kept = new WeakMap<object, WeakMap<object, LaterSchema>>()

/** One that says no more than its kind, or than what it wraps, is the same each time. */
// @__NO_SIDE_EFFECTS__
export function laterSchema<Given extends unknown[]>(
  make: (...given: Given) => zod.ZodMiniType,
  given: Given,
): LaterSchema {
  const schema = new LaterSchema(() => make(...given))
  const told = given.length === 0 ? kept : soleSchema(given)
  if (told === undefined) return schema
  const ofKind = kept.get(make) ?? new WeakMap<object, LaterSchema>()
  kept.set(make, ofKind)
  const before = ofKind.get(told)
  if (before) return before
  ofKind.set(told, schema)
  return schema
}

const soleSchema = ([first, ...others]: unknown[]) =>
  typeof first === 'object' && first !== null && '_zod' in first && others.length === 0
    ? first
    : undefined
