/** Tells the seconds that are left until none is; the returned function ends it before. */
export function countDown(seconds: number, tick: (left: number) => void): () => void {
  const end = Date.now() + seconds * 1000
  const timer = setInterval(() => tell(), 500)
  function tell() {
    const left = Math.max(0, Math.ceil((end - Date.now()) / 1000))
    if (left === 0) clearInterval(timer)
    tick(left)
  }
  tell()
  return () => clearInterval(timer)
}
