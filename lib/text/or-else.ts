import * as z from 'zod/mini'

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
