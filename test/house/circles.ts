import { dirname } from 'node:path'
import type { SourceFile } from './source-files.ts'

export type Graph = Map<string, Set<string>>

/** Which folder imports which; a folder inside another is a part of it, and no wall stands between. */
export function folderGraph(files: SourceFile[]): Graph {
  const graph: Graph = new Map()
  for (const { path, imports } of files) {
    const from = dirname(path)
    const targets = graph.get(from) ?? new Set()
    graph.set(from, targets)
    for (const target of imports.map(dirname)) if (!isWithin(target, from)) targets.add(target)
  }
  return graph
}

const isWithin = (one: string, other: string) =>
  `${one}/`.startsWith(`${other}/`) || `${other}/`.startsWith(`${one}/`)

/** Groups of nodes each of which reaches all others of its group (Tarjan's algorithm). */
export function circles(graph: Graph): string[][] {
  const order = new Map<string, number>()
  const lowest = new Map<string, number>()
  const stack: string[] = []
  const found: string[][] = []

  function visit(node: string): number {
    const at = order.size
    order.set(node, at)
    lowest.set(node, at)
    stack.push(node)
    for (const next of graph.get(node) ?? []) {
      const reached = order.has(next) ? order.get(next) : visit(next)
      const isOpen = stack.includes(next)
      if (isOpen) lower(node, Math.min(reached ?? at, lowest.get(next) ?? at))
    }
    if (lowest.get(node) === at) close(node)
    return at
  }

  function lower(node: string, to: number) {
    lowest.set(node, Math.min(lowest.get(node) ?? to, to))
  }

  function close(node: string) {
    const members = stack.splice(stack.indexOf(node))
    if (members.length > 1) found.push(members.sort())
  }

  for (const node of graph.keys()) if (!order.has(node)) visit(node)
  return found
}
