import { wearSheet } from '../styles.ts'
import { rareStyles } from './rare-styles.ts'

export { copyAnswer } from './copy-answer.ts'
export { earlierList } from './earlier-list.ts'
export { goTo } from './go-to.ts'
export { createHandOffForm } from './hand-off-form.ts'
export { personTalk } from './person-talk.ts'
export { createReasons } from './reasons.ts'

/** Gives the widget around a node the styles of what this file makes. */
export const wearStyles = (near: Node) => wearSheet(near, 'rare', rareStyles)
