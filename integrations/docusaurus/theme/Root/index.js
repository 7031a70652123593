import { matchPath, useHistory } from '@docusaurus/router'
import routes from '@generated/routes'
import { useEffect } from 'react'

/** Follows the widget's links to pages of this site without loading the page anew. */
export default function Root({ children }) {
  const history = useHistory()
  useEffect(() => {
    const follow = (event) => {
      const { pathname, search, hash } = new URL(event.detail.url)
      if (!isPage(pathname, routes)) return
      event.preventDefault()
      // The widget itself shows the very words, which the router would take for a part of the anchor.
      history.push(pathname + search + hash.split(':~:')[0])
    }
    document.addEventListener('marginalia-navigate', follow)
    return () => document.removeEventListener('marginalia-navigate', follow)
  }, [history])
  return children
}

const isPage = (pathname, among) =>
  among.some(
    ({ path, exact, routes: below }) =>
      path !== '*' &&
      (below
        ? matchPath(pathname, { path }) && isPage(pathname, below)
        : matchPath(pathname, { path, exact })),
  )
