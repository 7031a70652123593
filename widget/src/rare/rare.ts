import { wearSheet } from '../styles.ts'
import { rareStyles } from './rare-styles.ts'

export { copyAnswer } from './copy-answer.ts'
export { earlierList } from './earlier-list.ts'
export { followCorrections } from './follow-corrections.ts'
export { goTo } from './go-to.ts'
export { openHandOff } from './open-hand-off.ts'
export { pageItems } from './page-items.ts'
export { showPassedOn } from './passed-on.ts'
export { createReasons } from './reasons.ts'
export { shareAnswer } from './share-answer.ts'
export { showShared } from './show-shared.ts'
export { toldTurns } from './told-turns.ts'

/** Gives the widget around a node the styles of what this file makes. */
export const wearStyles = (near: Node) => wearSheet(near, 'rare', rareStyles)
