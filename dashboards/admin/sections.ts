import type { Me } from '../../lib/admin/staff.ts'
import type { Place } from './parts/place.ts'
import { abuse } from './sections/abuse.ts'
import { conversation } from './sections/conversation.ts'
import { conversations } from './sections/conversations.ts'
import { corrections } from './sections/corrections.ts'
import { costs } from './sections/costs.ts'
import { feedback } from './sections/feedback.ts'
import { gaps } from './sections/gaps.ts'
import { handOff } from './sections/hand-off.ts'
import { inbox } from './sections/inbox.ts'
import { overview } from './sections/overview.ts'
import { pins } from './sections/pins.ts'
import { readers } from './sections/readers.ts'
import { replay } from './sections/replay.ts'
import { settings } from './sections/settings.ts'
import { staff } from './sections/staff.ts'
import type { Surroundings } from './sections/surroundings.ts'
import { why } from './sections/why.ts'

/** A section of the desk, at an address of its own. */
export interface Section {
  path: string
  /** What the link to it says; one that has none is reached from another section. */
  name?: string
  heading: string
  /** Whether it is about the days that are chosen. */
  isOfDays?: boolean
  /** What else it is about. */
  span?: string
  /** The least of the roles that it is for, where a viewer's is not enough. */
  least?: Exclude<Me['role'], 'viewer'>
  show: (place: Place, days: number, around: Surroundings) => Promise<HTMLElement[]>
}

const first: Section = {
  path: '',
  name: 'Overview',
  heading: 'How the book answers',
  isOfDays: true,
  show: (_, days, around) => overview(days, around),
}

const all: Section[] = [
  first,
  {
    path: 'conversations',
    name: 'Conversations',
    heading: 'What people ask',
    isOfDays: true,
    show: async (place, days, around) =>
      place.id ? [await conversation(place.id, around)] : await conversations(place, days, around),
  },
  {
    path: 'inbox',
    name: 'Inbox',
    heading: 'Who is waiting for a person',
    show: async (place, _, around) =>
      place.id ? await handOff(place.id, around) : [await inbox(place, around)],
  },
  {
    path: 'feedback',
    name: 'Disliked',
    heading: 'What readers disliked',
    isOfDays: true,
    show: async (place, days, around) => [await feedback(place, days, around)],
  },
  {
    path: 'gaps',
    name: 'Gaps',
    heading: 'What the book lacks',
    show: (place, _, around) => gaps(place, around),
  },
  {
    path: 'why',
    name: 'Why?',
    heading: 'Why a passage was found',
    least: 'editor',
    show: (place, _, around) => why(place, around),
  },
  {
    path: 'pins',
    name: 'Pins',
    heading: 'Answers of your own',
    show: (place, _, around) => pins(place, around),
  },
  {
    path: 'corrections',
    name: 'Corrections',
    heading: 'Corrected answers',
    show: (place, _, around) => corrections(place, around),
  },
  {
    path: 'settings',
    name: 'Settings',
    heading: 'How answers are made',
    show: (_, _days, around) => settings(around),
  },
  {
    path: 'costs',
    name: 'Costs',
    heading: 'What it costs',
    span: 'This month, by UTC.',
    show: (_, _days, around) => costs(around),
  },
  {
    path: 'abuse',
    name: 'Abuse',
    heading: 'Who is turned away',
    isOfDays: true,
    show: (_, days, around) => abuse(days, around),
  },
  {
    path: 'readers',
    name: 'Readers',
    heading: 'What is kept about a reader',
    least: 'owner',
    show: (place, _, around) => readers(place, around),
  },
  {
    path: 'staff',
    name: 'Staff',
    heading: 'Who may do what',
    least: 'owner',
    show: (_, _days, around) => staff(around),
  },
  {
    path: 'replay',
    heading: 'An answer, then and now',
    least: 'editor',
    show: async ({ id = '' }, _, around) => [await replay(id, around)],
  },
]

/** The section that an address leads to; one that leads nowhere leads to the overview. */
export const sectionAt = ({ section }: Place): Section =>
  all.find(({ path }) => path === section) ?? first

/** Whether a section is for somebody of this role. */
export const isFor = (role: Me['role'], { least }: Pick<Section, 'least'>): boolean =>
  least === undefined || role === 'owner' || role === least

/** The sections that somebody of this role finds in the desk's navigation. */
export const sectionsFor = (role: Me['role']): (Section & { name: string })[] =>
  all.flatMap(({ name, ...section }) =>
    name === undefined || !isFor(role, section) ? [] : [{ ...section, name }],
  )
