import type * as z from 'zod'
import { Points } from './points.ts'
import { notFound, QdrantError, wrongInput } from './qdrant-errors.ts'
import type { AliasAction, NewCollection } from './qdrant-schemas.ts'
import type { Collection, Store } from './qdrant-store.ts'

/** The collection of that name or behind that alias; not found is Qdrant's 404. */
export function getCollection({ collections, aliases }: Store, name: string): Collection {
  const found = collections.get(name) ?? collections.get(aliases.get(name) ?? '')
  if (!found) throw notFound(name)
  return found
}

export const listCollections = ({ collections }: Store) => [...collections.keys()].sort()

export function createCollection(
  store: Store,
  name: string,
  { vectors: { size, distance } }: z.output<typeof NewCollection>,
) {
  if (store.aliases.has(name)) {
    throw wrongInput(
      `Can't create collection with name ${name}. Alias with the same name already exists`,
    )
  }
  if (store.collections.has(name)) throw exists(name)
  const vectors = { size, distance }
  store.collections.set(name, { name, vectors, indexes: new Map(), points: new Points() })
  store.changed(name)
}

/** Removes a collection, by its own name only, and its aliases; says whether there was one. */
export function deleteCollection(store: Store, name: string): boolean {
  const wasThere = store.collections.delete(name)
  for (const [alias, collection] of store.aliases) {
    if (collection === name) store.aliases.delete(alias)
  }
  store.changed(name)
  store.aliasesChanged()
  return wasThere
}

/** Indexes a payload field, or without a type no longer. */
export function setIndex(
  store: Store,
  { name, indexes }: Collection,
  field: string,
  type?: string,
) {
  if (type === undefined) indexes.delete(field)
  else indexes.set(field, type)
  store.changed(name)
}

export function listAliases({ aliases }: Store, collection?: string) {
  return [...aliases]
    .map(([alias_name, collection_name]) => ({ alias_name, collection_name }))
    .filter(({ collection_name }) => collection === undefined || collection_name === collection)
    .sort((a, b) => (a.alias_name < b.alias_name ? -1 : 1))
}

/** Applies alias actions in their order: all of them, or none when one is refused. */
export function changeAliases(store: Store, actions: AliasAction[]) {
  const aliases = new Map(store.aliases)
  for (const action of actions) changeAlias({ ...store, aliases }, action)
  store.aliases.clear()
  for (const [alias, name] of aliases) store.aliases.set(alias, name)
  store.aliasesChanged()
}

function changeAlias(
  { collections, aliases }: Pick<Store, 'collections' | 'aliases'>,
  action: AliasAction,
) {
  if ('create_alias' in action) {
    const { alias_name: alias, collection_name: collection } = action.create_alias
    if (!collections.has(collection)) throw notFound(collection)
    if (collections.has(alias)) throw exists(alias)
    aliases.set(alias, collection)
  } else if ('rename_alias' in action) {
    const { old_alias_name: from, new_alias_name: to } = action.rename_alias
    const collection = aliases.get(from)
    if (collection === undefined) {
      throw new QdrantError(404, `Not found: Alias ${from} does not exists!`)
    }
    aliases.delete(from)
    aliases.set(to, collection)
  } else {
    aliases.delete(action.delete_alias.alias_name)
  }
}

const exists = (name: string) =>
  new QdrantError(409, `Wrong input: Collection \`${name}\` already exists!`)
