import type { DeskValues } from '../../../lib/desk/values.ts'

/** What is written in words. */
export const texts: {
  name: 'instructions' | 'tone' | 'greeting'
  label: string
  rows: number
  most: number
  note: string
}[] = [
  {
    name: 'instructions',
    label: 'Instructions',
    rows: 4,
    most: 2000,
    note: 'What answers take into account, below the rules: “Say metric units first.”',
  },
  {
    name: 'tone',
    label: 'Tone',
    rows: 2,
    most: 500,
    note: 'How they sound: “Plain and friendly.”',
  },
  {
    name: 'greeting',
    label: 'Greeting',
    rows: 2,
    most: 300,
    note: 'What the widget says before the first question.',
  },
]

/** What is a number. */
export const numbers: {
  name: Exclude<
    keyof DeskValues,
    'instructions' | 'tone' | 'greeting' | 'starters' | 'openrouter_chat_model' | 'challenge'
  >
  label: string
  most?: number
  note: string
}[] = [
  {
    name: 'retrieval_strictness',
    label: 'Strictness',
    most: 1,
    note: 'From 0 to 1: the higher, the more is refused rather than answered in doubt.',
  },
  {
    name: 'retrieval_floor',
    label: 'Fixed floor',
    most: 1,
    note: 'The confidence that a question needs while the index is not measured.',
  },
  {
    name: 'retrieval_dense_weight',
    label: 'Weight of meaning',
    most: 1,
    note: 'How much likeness in meaning counts.',
  },
  {
    name: 'retrieval_lexical_weight',
    label: 'Weight of words',
    most: 1,
    note: 'How much shared words count.',
  },
  {
    name: 'budget_tokens_per_day',
    label: 'Tokens a day',
    note: 'Then answers are passages, without a model. 0: no limit.',
  },
  {
    name: 'retention_days',
    label: 'Days that words are kept',
    most: 3650,
    note: '0: for good. What is older is erased every night. For owners.',
  },
  { name: 'budget_money_per_day', label: 'Money a day', note: 'By your prices. 0: no limit.' },
]

/** What a field is called at the desk. */
export const fieldLabel = (name: string): string =>
  [...texts, ...numbers].find((field) => field.name === name)?.label ?? others[name] ?? name

const others: Record<string, string> = {
  starters: 'Starters',
  openrouter_chat_model: 'Model',
  challenge: 'Challenge',
}
