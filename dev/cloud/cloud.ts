import { mkdirSync } from 'node:fs'
import type { CloudOptions, Profile, ServiceName } from './options.ts'
import { createFaultSwitch, type FaultSwitch } from './stand-in/faults.ts'
import { createRequestLog, type RequestLog } from './stand-in/request-log.ts'
import { type Part, type StandIn, standIns } from './stand-ins.ts'

export interface Cloud {
  /** The bindings a Worker needs to reach this cloud. */
  settings: Record<string, string>
  faults: Record<ServiceName, FaultSwitch>
  /** The requests each service has had since the log's last `reset`. */
  requests: Record<ServiceName, RequestLog>
  close(): Promise<void>
}

const namesOf: Record<Profile, ServiceName[]> = {
  full: ['neon', 'qdrant', 'upstash', 'openrouter', 'github'],
  lean: ['neon', 'openrouter', 'github'],
}

/** Starts the five services that Marginalia needs, each on a port of 127.0.0.1. */
export async function startCloud(options: CloudOptions): Promise<Cloud> {
  if (options.dataDir !== undefined) mkdirSync(options.dataDir, { recursive: true })
  const faults = forEachService(createFaultSwitch)
  const requests = forEachService(() => createRequestLog())
  const names = options.only ?? namesOf[options.profile ?? 'full']
  const start = (name: ServiceName, standIn: StandIn): Promise<Part> => {
    const door = { faults: faults[name], requests: requests[name], port: options.ports?.[name] }
    return standIn({ options, door })
  }
  const parts = await Promise.all(names.map((name) => start(name, standIns[name])))
  return {
    settings: Object.assign({}, ...parts.map(({ settings }) => settings)),
    faults,
    requests,
    close: async () => {
      await Promise.all(parts.map(({ close }) => close?.()))
    },
  }
}

function forEachService<T>(create: () => T): Record<ServiceName, T> {
  return {
    neon: create(),
    qdrant: create(),
    upstash: create(),
    openrouter: create(),
    github: create(),
  }
}
