import { visible } from '../../text/visible.ts'
import { formatOf } from '../format/page-format.ts'
import { PageError } from './page-error.ts'

const maxPageBytes = 1024 * 1024
// Most of a notebook is pictures, which are left out.
const maxNotebookBytes = 8 * maxPageBytes

/** Throws a PageError where a page has more bytes than are read, if possible before they are fetched. */
export function refuseLarge(byteLength: number, path: string): void {
  const maxBytes = formatOf(path) === 'notebook' ? maxNotebookBytes : maxPageBytes
  if (byteLength <= maxBytes) return
  const found = `the page has ${byteLength} bytes, at most ${maxBytes} are read: split it`
  throw new PageError(path, 1, found)
}

/** A page's bytes as text; throws a PageError when they are too many or no text. */
export function readText(bytes: Uint8Array, path: string): string {
  refuseLarge(bytes.byteLength, path)
  if (bytes.includes(0))
    throw new PageError(path, 1, 'this is not text but a binary file: rename it or leave it out')
  const text = decode(bytes, path)
  if (text.startsWith('version https://git-lfs.github.com/spec/'))
    throw new PageError(path, 1, 'this is a pointer of Git LFS: keep pages in Git itself')
  return text
}

function decode(bytes: Uint8Array, path: string): string {
  try {
    return visible(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes))
  } catch {
    // The decoder does not say where; the owner's editor does.
    throw new PageError(path, 1, 'this is not UTF-8: save the page in that encoding')
  }
}
