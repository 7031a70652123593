/** Whether If-None-Match names this ETag; it is compared weakly. */
export const isNamedIn = (ifNoneMatch: string | undefined, etag: string) =>
  (ifNoneMatch ?? '')
    .split(',')
    .map((name) => bare(name.trim()))
    .some((name) => name === bare(etag) || name === '*')

const bare = (etag: string) => etag.replace(/^W\//, '')
