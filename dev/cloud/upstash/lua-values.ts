import { type LuaState, lua, to_luastring } from 'fengari'
import { type RedisReply, ReplyError } from './redis-reply.ts'

const err = to_luastring('err')
const ok = to_luastring('ok')
// On the stack for a list and one of its members; an error leaves no more of it than it takes itself.
const room = 4

/** Puts a reply of Redis on Lua's stack: what is not there is false, an error a table that names it. */
export function pushReply(L: LuaState, reply: RedisReply): void {
  if (reply === null) lua.lua_pushboolean(L, false)
  else if (typeof reply === 'string') lua.lua_pushstring(L, to_luastring(reply))
  else if (typeof reply === 'number') lua.lua_pushinteger(L, reply)
  else if (reply instanceof ReplyError) {
    lua.lua_createtable(L, 0, 1)
    lua.lua_pushstring(L, to_luastring(reply.message))
    lua.lua_setfield(L, -2, err)
  } else pushList(L, reply)
}

/** Puts a list of texts on Lua's stack. */
export const pushTexts = (L: LuaState, texts: string[]): void => pushList(L, texts)

function pushList(L: LuaState, members: RedisReply[]): void {
  lua.lua_checkstack(L, room)
  lua.lua_createtable(L, members.length, 0)
  for (const [at, member] of members.entries()) {
    pushReply(L, member)
    lua.lua_rawseti(L, -2, at + 1)
  }
}

/** What lies on top of Lua's stack as Redis' reply, by https://redis.io/docs/latest/develop/programmability/lua-api/. */
export function takeReply(L: LuaState): RedisReply {
  if (lua.lua_gettop(L) === 0) return null
  switch (lua.lua_type(L, -1)) {
    case lua.LUA_TSTRING:
      return lua.lua_tojsstring(L, -1)
    case lua.LUA_TNUMBER:
      return Math.trunc(lua.lua_tonumber(L, -1))
    case lua.LUA_TBOOLEAN:
      return lua.lua_toboolean(L, -1) ? 1 : null
    case lua.LUA_TTABLE:
      return takeTable(L)
    default:
      return null
  }
}

function takeTable(L: LuaState): RedisReply {
  lua.lua_checkstack(L, room)
  const error = takeField(L, err)
  if (error !== undefined) return new ReplyError(error)
  const status = takeField(L, ok)
  if (status !== undefined) return status
  const members: RedisReply[] = []
  // A list ends before its first nil, whose type is 0.
  while (lua.lua_rawgeti(L, -1, members.length + 1) !== 0) {
    members.push(takeReply(L))
    lua.lua_pop(L, 1)
  }
  lua.lua_pop(L, 1)
  return members
}

function takeField(L: LuaState, name: Uint8Array): string | undefined {
  const isText = lua.lua_getfield(L, -1, name) === lua.LUA_TSTRING
  const text = isText ? lua.lua_tojsstring(L, -1) : undefined
  lua.lua_pop(L, 1)
  return text
}
