import { isRecord } from './request.ts'
import type { Shelf } from './storage.ts'

export interface RoomDeps {
  frame: HTMLElement
  /** Where a reader's wish is kept. */
  shelf: Shelf
  side: 'left' | 'right'
  panel: HTMLElement
}

export type Room = ReturnType<typeof createRoom>

const docked = '--marginalia-docked'

/** How much room the panel takes, and whether it lies over the page or stands beside it. */
export function createRoom({ frame, shelf, side, panel }: RoomDeps) {
  // A page that is narrower than this beside the panel cannot be read.
  const wideEnough = matchMedia('(min-width: 1000px)')
  const kept = shelf.read()
  const wish = {
    large: isRecord(kept) && kept.large === true,
    docked: isRecord(kept) && kept.docked === true,
  }
  const margin = `margin-${side}`
  const page = document.documentElement.style
  let before: string | undefined

  /** Gives the page back what the panel took. */
  function giveBack() {
    if (before === undefined) return
    page.setProperty(margin, before)
    page.removeProperty(docked)
    before = undefined
  }

  function arrange() {
    const isDocked = wish.docked && wideEnough.matches
    frame.classList.toggle('large', wish.large)
    frame.classList.toggle('docked', isDocked)
    giveBack()
    if (!isDocked || panel.hidden) return
    const width = `${panel.offsetWidth}px`
    before = page.getPropertyValue(margin)
    page.setProperty(margin, width)
    page.setProperty(docked, width)
  }

  function change(name: 'large' | 'docked') {
    wish[name] = !wish[name]
    shelf.write(wish)
    arrange()
  }

  wideEnough.addEventListener('change', arrange)
  return {
    arrange,
    change,
    is: (name: 'large' | 'docked') => wish[name],
    canDock: () => wideEnough.matches,
    dispose() {
      wideEnough.removeEventListener('change', arrange)
      giveBack()
    },
  }
}
