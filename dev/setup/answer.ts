/** Something that an owner brings to the setup. */
export interface Answer {
  /** The setting that it becomes. */
  setting: string
  flag: string
  /** What is asked for, and where it is found. */
  question: string
  isOptional?: boolean
  /** What is wrong with it, told by the service itself; undefined when it is right. */
  check: (value: string, others: Readonly<Record<string, string>>) => Promise<string | undefined>
}
