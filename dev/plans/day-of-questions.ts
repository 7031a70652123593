/** What one question takes that no cache answers, with the opening of its session and all that follows it. */
export interface PerQuestion {
  /** To all services. */
  requests: number
  /** Of all invocations that serve it. */
  cpuMs: number
  storedBytes: number
  promptTokens: number
  completionTokens: number
}

/**
 * As `npm run bench -- --only question` printed it on 2026-11-26, rounded up: the handbook as the book,
 * the local stand-ins, two busy cores.
 */
export const measured: PerQuestion = {
  requests: 12,
  cpuMs: 41,
  storedBytes: 9200,
  promptTokens: 1500,
  completionTokens: 80,
}

/**
 * What is assumed of the services, on 2026-11-26: to be checked before it is relied on. Money is in US
 * dollars a million tokens, for the default models.
 */
export const assumed = {
  inputPrice: 0.1,
  outputPrice: 0.3,
  redisCommands: 14,
  cronRedisCommands: 46_000,
  /** A conversation has two questions, and is looked at once more when it is over. */
  questionsInASession: 2,
  neonSuspendsAfterMinutes: 5,
  neonUnits: 0.25,
  daysOfAMonth: 30,
}

const minutesOfADay = 1440

/** What so many questions a day come to, none of them answered from the cache. */
export function dayOfQuestions(questions: number, each: PerQuestion = measured) {
  const { daysOfAMonth: days } = assumed
  const wakes = questions * (1 + 1 / assumed.questionsInASession)
  // Whoever comes at random, around the clock, finds Neon awake so often: it stays so for a while.
  const awake = 1 - Math.exp((-wakes * assumed.neonSuspendsAfterMinutes) / minutesOfADay)
  const money =
    (each.promptTokens * assumed.inputPrice + each.completionTokens * assumed.outputPrice) / 1e6
  return {
    questions,
    requests: questions * each.requests,
    cpuSeconds: (questions * each.cpuMs) / 1000,
    neonUnitHours: awake * 24 * days * assumed.neonUnits,
    storedMegabytes: (questions * days * each.storedBytes) / 1e6,
    redisCommands: questions * days * assumed.redisCommands + assumed.cronRedisCommands,
    money: questions * days * money,
  }
}
