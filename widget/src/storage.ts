/** A place of a widget's own in the page's storage; where storage is denied, it holds nothing. */
export interface Shelf {
  read(): unknown
  write(value: unknown): void
  clear(): void
}

/** A shelf of this name in the given storage. */
export function createShelf(place: () => Storage, name: string): Shelf {
  const attempt = <T>(work: (storage: Storage) => T): T | undefined => {
    try {
      return work(place())
    } catch {
      // Storage is denied or full, or holds what is not ours: the widget works without it.
      return undefined
    }
  }
  return {
    read: () => attempt((storage): unknown => JSON.parse(storage.getItem(name) ?? 'null')),
    write: (value) => void attempt((storage) => storage.setItem(name, JSON.stringify(value))),
    clear: () => void attempt((storage) => storage.removeItem(name)),
  }
}
