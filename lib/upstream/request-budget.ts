export type RequestBudget = ReturnType<typeof createRequestBudget>

/**
 * The requests that one invocation may still make. A part of its work that needs so many takes them
 * first, and is left to the next invocation where they are not there.
 */
export function createRequestBudget(most: number) {
  let left = most
  return {
    /** Takes this many requests, or none of them. */
    take(requests: number): boolean {
      if (requests > left) return false
      left -= requests
      return true
    },
    /** How many parts there are requests for, of so many each. */
    roomFor: (requestsEach: number): number => Math.floor(left / requestsEach),
  }
}
