import { type LuaState, lauxlib, lua, lualib, to_luastring } from 'fengari'
import { pushReply, pushTexts, takeReply } from './lua-values.ts'
import type { RedisCommand } from './redis-command.ts'
import { type RedisReply, ReplyError } from './redis-reply.ts'

const mostScripts = 100

// A command leaves the script, which goes on with its reply. As in Redis, scripts share no globals, and
// reach nothing but what they are given.
const library = `
  local yield, error, type = coroutine.yield, error, type
  redis = {
    call = function(...)
      local reply = yield(...)
      if type(reply) == 'table' and reply.err then error(reply) end
      return reply
    end,
    pcall = function(...) return yield(...) end,
    error_reply = function(text) return { err = text } end,
    status_reply = function(text) return { ok = text } end,
  }
  unpack = table.unpack
  coroutine, debug, dofile, io, load, loadfile, os, package, print, require = nil
  KEYS, ARGV = {}, {}
  setmetatable(_G, {
    __index = function(_, name)
      error("Script attempted to access nonexistent global variable '" .. name .. "'", 2)
    end,
    __newindex = function() error('Attempt to modify a readonly table', 2) end,
  })
`

/** Runs Redis' scripts in Lua, one at a time; each is compiled once. `call` runs their commands. */
export function createLua(call: (command: RedisCommand) => Promise<RedisReply>) {
  const state = lauxlib.luaL_newstate()
  lualib.luaL_openlibs(state)
  lauxlib.luaL_dostring(state, to_luastring(library))
  const compiled = createScripts(state)

  const setGlobal = (name: string, texts: string[]) => {
    lua.lua_pushglobaltable(state)
    lua.lua_pushstring(state, to_luastring(name))
    pushTexts(state, texts)
    lua.lua_rawset(state, -3)
    lua.lua_pop(state, 1)
  }
  const toTheEnd = async (thread: LuaState): Promise<RedisReply> => {
    let status = lua.lua_resume(thread, state, 0)
    while (status === lua.LUA_YIELD) {
      pushReply(thread, await runCommand(takeArguments(thread), call))
      status = lua.lua_resume(thread, state, 1)
    }
    const reply = takeReply(thread)
    if (status === lua.LUA_OK || reply instanceof ReplyError) return reply
    return new ReplyError(`ERR ${reply}`)
  }
  return {
    /** The arguments are those of EVAL: the script, how many keys follow, the keys, and what else it is given. */
    async run([script, count, ...given]: string[]): Promise<RedisReply> {
      if (script === undefined || count === undefined)
        return new ReplyError("ERR wrong number of arguments for 'eval' command")
      if (!/^-?\d+$/.test(count))
        return new ReplyError('ERR value is not an integer or out of range')
      const keys = Number(count)
      if (keys < 0) return new ReplyError("ERR Number of keys can't be negative")
      if (keys > given.length)
        return new ReplyError("ERR Number of keys can't be greater than number of args")
      try {
        const reference = compiled.find(script)
        if (reference instanceof ReplyError) return reference
        setGlobal('KEYS', given.slice(0, keys))
        setGlobal('ARGV', given.slice(keys))
        const thread = lua.lua_newthread(state)
        lua.lua_rawgeti(state, lua.LUA_REGISTRYINDEX, reference)
        lua.lua_xmove(state, thread, 1)
        return await toTheEnd(thread)
      } finally {
        lua.lua_settop(state, 0)
      }
    },
  }
}

/** The latest scripts as references to their functions. */
function createScripts(state: LuaState) {
  const known = new Map<string, number>()
  const forget = () => {
    for (const reference of known.values())
      lauxlib.luaL_unref(state, lua.LUA_REGISTRYINDEX, reference)
    known.clear()
  }
  return {
    find(script: string): number | ReplyError {
      const reference = known.get(script)
      if (reference !== undefined) return reference
      if (known.size >= mostScripts) forget()
      const name = to_luastring('@user_script')
      const status = lauxlib.luaL_loadbuffer(state, to_luastring(script), null, name)
      if (status !== lua.LUA_OK) {
        const message = lua.lua_tojsstring(state, -1)
        return new ReplyError(`ERR Error compiling script (new function): ${message}`)
      }
      const fresh = lauxlib.luaL_ref(state, lua.LUA_REGISTRYINDEX)
      known.set(script, fresh)
      return fresh
    },
  }
}

/** The command that a script has left with: its name and arguments, or why it is none. */
function takeArguments(thread: LuaState): string[] | ReplyError {
  const count = lua.lua_gettop(thread)
  const kinds = Array.from({ length: count }, (_, at) => lua.lua_type(thread, at + 1))
  const areTexts = kinds.every((kind) => kind === lua.LUA_TSTRING || kind === lua.LUA_TNUMBER)
  const texts = areTexts
    ? kinds.map((kind, at) =>
        kind === lua.LUA_TNUMBER
          ? `${lua.lua_tonumber(thread, at + 1)}`
          : lua.lua_tojsstring(thread, at + 1),
      )
    : new ReplyError('ERR Lua redis lib command arguments must be strings or integers')
  lua.lua_settop(thread, 0)
  return texts
}

async function runCommand(
  texts: string[] | ReplyError,
  call: (command: RedisCommand) => Promise<RedisReply>,
): Promise<RedisReply> {
  if (texts instanceof ReplyError) return texts
  const [name, ...args] = texts
  if (name === undefined)
    return new ReplyError('ERR Please specify at least one argument for this redis.call() call')
  return await call([name, ...args])
}
