/** A delivery that is not of the suite, or too old. */
export declare class VerificationError extends Error {}

/**
 * The event of a delivery that bears our signature, by Standard Webhooks; throws a VerificationError
 * otherwise. `secret` is the `whsec_…` that was shown when the webhook was made.
 */
export declare function verifyWebhook(
  delivery: {
    headers: Headers | Record<string, string | string[] | undefined>
    body: string
  },
  secret: string,
  now?: number,
): Promise<{ type: string; timestamp: string; data: unknown }>
