/**
 * The door to a service, as it is: whatever it fails with is noted, and thrown on. What it gives that is a
 * door itself, such as a pipeline, is watched too.
 */
export function watch<Door extends object>(door: Door, note: (error: unknown) => void): Door {
  return new Proxy(door, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      if (typeof value !== 'function') return watched(value, note)
      return (...given: unknown[]) => watched(Reflect.apply(value, target, given), note)
    },
  })
}

function watched(value: unknown, note: (error: unknown) => void): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Promise) {
    return value.catch((error: unknown) => {
      note(error)
      throw error
    })
  }
  return Symbol.asyncIterator in value ? watchedEvents(value, note) : watch(value, note)
}

async function* watchedEvents(events: object, note: (error: unknown) => void) {
  try {
    yield* events as AsyncIterable<unknown>
  } catch (error) {
    note(error)
    throw error
  }
}
