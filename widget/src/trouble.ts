export type TroubleKind = 'limited' | 'setup' | 'expired' | 'unreachable' | 'broken' | 'failed'

/** Why a call came to nothing, as far as it decides what a reader is told. */
export class Trouble extends Error {
  readonly kind: TroubleKind
  readonly status: number
  readonly retryAfter: number

  constructor(kind: TroubleKind, { status = 0, retryAfter = 0 } = {}) {
    super(kind)
    this.kind = kind
    this.status = status
    this.retryAfter = retryAfter
  }
}
