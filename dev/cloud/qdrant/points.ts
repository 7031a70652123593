export interface StoredPoint {
  vector: Float32Array
  payload: Record<string, unknown>
}

/** Points by stored id; those of one `source` are found without looking at all the others. */
export class Points extends Map<string, StoredPoint> {
  readonly #bySource = new Map<unknown, Map<string, StoredPoint>>()

  override set(id: string, point: StoredPoint): this {
    this.delete(id)
    for (const source of sourcesOf(point)) {
      const beside = this.#bySource.get(source) ?? new Map<string, StoredPoint>()
      this.#bySource.set(source, beside.set(id, point))
    }
    return super.set(id, point)
  }

  override delete(id: string): boolean {
    for (const source of sourcesOf(this.get(id))) {
      const beside = this.#bySource.get(source)
      beside?.delete(id)
      if (beside?.size === 0) this.#bySource.delete(source)
    }
    return super.delete(id)
  }

  ofSource(source: string): ReadonlyMap<string, StoredPoint> {
    return this.#bySource.get(source) ?? new Map()
  }
}

// A list in the payload matches by any of its members.
const sourcesOf = (point: StoredPoint | undefined) => [point?.payload.source ?? []].flat()
