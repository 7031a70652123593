import type { Generator } from '../../content-sources.ts'
import { pageEnding } from '../format/page-format.ts'
import { separateNumber } from './number-prefix.ts'

const partPattern =
  /^(?:part|module|unit|volume|book|week|section|chapter)[-_. ]*(\d{1,4})(?:[-_. ]+(.+))?$/i

export interface Place {
  /** The folders between the content folder and the page, outermost first. */
  folders: string[]
  /** The page's file name without its extension. */
  fileName: string
  /** The number of the first folder; 0 where it has none. */
  partNumber: number
  /** The first folder's name without its number: `ros-2` of `Part-3-ros-2`; empty at the top. */
  partName: string
  /** The same, made readable: `Ros 2`. */
  part: string
}

/** Whether a path is a page of the book, by Docusaurus' rules: Markdown, nothing private or hidden. */
export function isPage(path: string, contentPath = ''): boolean {
  const relative = relativePath(path, contentPath)
  if (relative === undefined || !pageEnding.test(relative)) return false
  // Hugo's pages of folders alone begin with an underscore and are no partials.
  const names = relative.replace(/(^|\/)_(index(?:\.[\w-]{2,12})?\.md)$/, '$1$2').split('/')
  return names.every((name) => !/^[_.]/.test(name) && name !== 'node_modules')
}

/** Whether a page is only the list by which a generator orders the others. */
export function isContentsFile(path: string, generator: Generator | undefined): boolean {
  const isListed = generator === 'mdbook' || generator === 'gitbook'
  return isListed && /(?:^|\/)SUMMARY\.md$/i.test(path)
}

/** Where a page stands in the book: `docs/Part-3-ros-2/01-nodes.md` is in part 3, "Ros 2". */
export function placeInBook(path: string, contentPath = ''): Place {
  const names = (relativePath(path, contentPath) ?? path).split('/')
  const folders = names.slice(0, -1)
  const fileName = (names.at(-1) ?? '').replace(pageEnding, '')
  return { folders, fileName, ...partOf(folders[0]) }
}

/** A file's or folder's name as a title: `01-nodes_and-topics` → "Nodes and topics". */
export function readableName(name: string): string {
  const words = separateNumber(name)
    .name.replace(/[-_\s]+/g, ' ')
    .trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function partOf(folder: string | undefined): Pick<Place, 'partNumber' | 'partName' | 'part'> {
  if (folder === undefined) return { partNumber: 0, partName: '', part: '' }
  const [, partNumber, named] = partPattern.exec(folder) ?? []
  if (partNumber !== undefined) {
    const partName = named ?? folder
    return { partNumber: Number(partNumber), partName, part: readableName(partName) }
  }
  const { name: partName, number = 0 } = separateNumber(folder)
  return { partNumber: number, partName, part: readableName(partName) }
}

function relativePath(path: string, contentPath: string): string | undefined {
  const folder = contentPath.replace(/^\.?\/+|\/+$/g, '')
  if (folder === '' || folder === '.') return path
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : undefined
}
