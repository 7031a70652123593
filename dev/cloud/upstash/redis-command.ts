export type RedisCommand = [name: string, ...args: string[]]
