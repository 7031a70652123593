export type TroubleKind =
  | 'limited'
  | 'challenged'
  | 'setup'
  | 'expired'
  | 'unreachable'
  | 'broken'
  | 'failed'

interface TroubleDetail {
  status?: number
  retryAfter?: number
  challenge?: unknown
}

/** Why a call came to nothing, as far as it decides what a reader is told. */
export class Trouble extends Error {
  readonly kind: TroubleKind
  readonly status: number
  readonly retryAfter: number
  /** What is to be solved before a session is opened. */
  readonly challenge: unknown

  constructor(kind: TroubleKind, { status = 0, retryAfter = 0, challenge }: TroubleDetail = {}) {
    super(kind)
    this.kind = kind
    this.status = status
    this.retryAfter = retryAfter
    this.challenge = challenge
  }
}
