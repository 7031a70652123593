import * as z from 'zod'
import { openInspector } from './inspector.ts'

const Profile = z.object({
  profile: z.object({
    nodes: z.array(
      z.object({
        id: z.int(),
        callFrame: z.object({
          functionName: z.string(),
          url: z.string(),
          lineNumber: z.int(),
        }),
      }),
    ),
    samples: z.array(z.int()),
    timeDeltas: z.array(z.number()),
  }),
})

export interface ProfiledFunction {
  name: string
  /** Of the time in which the isolate was not idle. */
  share: number
}

const sampleEveryMicroseconds = 200
const notWork = new Set(['(idle)', '(root)'])

/** Where an isolate spends its CPU while a work is done: its functions by their own time. */
export async function profileWorker(
  url: URL,
  work: () => Promise<unknown>,
): Promise<ProfiledFunction[]> {
  const inspector = await openInspector(url)
  await inspector.call('Profiler.enable')
  await inspector.call('Profiler.setSamplingInterval', { interval: sampleEveryMicroseconds })
  await inspector.call('Profiler.start')
  await work()
  const { profile } = Profile.parse(await inspector.call('Profiler.stop'))
  inspector.close()
  const names = new Map(
    profile.nodes.map(({ id, callFrame: { functionName, lineNumber } }) => [
      id,
      functionName.startsWith('(') ? functionName : `${functionName || 'anonymous'}:${lineNumber}`,
    ]),
  )
  const times = new Map<string, number>()
  let total = 0
  profile.samples.forEach((sample, at) => {
    const name = names.get(sample) ?? ''
    const time = profile.timeDeltas[at] ?? 0
    if (notWork.has(name)) return
    total += time
    times.set(name, (times.get(name) ?? 0) + time)
  })
  return [...times]
    .map(([name, time]) => ({ name, share: time / total }))
    .sort((a, b) => b.share - a.share)
}
