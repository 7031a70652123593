import * as z from 'zod/mini'

/** The value of a JSON text; undefined where there is no text, or none that is JSON. */
export function jsonOrUndefined(text: string | undefined): unknown {
  if (text === undefined) return undefined
  try {
    return JSON.parse(text)
  } catch {
    // What cannot be read counts as absent; the caller's schema decides what that means.
    return undefined
  }
}

/**
 * What a schema reads, or this value where it does not fit. As zod's own `catch`, which brings all of
 * zod's inner tools into a Worker for the sake of one.
 */
export const orElse = <S extends z.ZodMiniType>(schema: S, value: z.output<S>) =>
  // The constructor's type does not say whose schema it wraps: it is the one given.
  new z.ZodMiniCatch({
    type: 'catch',
    innerType: schema,
    catchValue: () => value,
  }) as z.ZodMiniCatch<S>
