/** A place of a widget's own in the page's storage; where storage is denied, it lasts with the page. */
export interface Shelf {
  read(): unknown
  write(value: unknown): void
  clear(): void
}

// What could not be stored: a widget that is built anew, or in another element, goes on all the same.
const unstored = new Map<string, unknown>()

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
    read: () =>
      unstored.has(name)
        ? unstored.get(name)
        : attempt((storage): unknown => JSON.parse(storage.getItem(name) ?? 'null')),
    write(value) {
      const isStored = attempt((storage) => {
        storage.setItem(name, JSON.stringify(value))
        return true
      })
      if (isStored) unstored.delete(name)
      else unstored.set(name, value)
    },
    clear() {
      unstored.delete(name)
      attempt((storage) => storage.removeItem(name))
    },
  }
}
