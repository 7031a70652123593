// What is used of fengari, which brings no types: Lua 5.3's own C API, https://www.lua.org/manual/5.3/.
declare module 'fengari' {
  /** A state, or a thread in one. */
  export interface LuaState {
    readonly __lua: unique symbol
  }
  type LuaString = Uint8Array

  export function to_luastring(text: string): LuaString

  export const lauxlib: {
    luaL_newstate(): LuaState
    luaL_loadbuffer(L: LuaState, text: LuaString, size: null, name: LuaString): number
    luaL_dostring(L: LuaState, text: LuaString): boolean
    luaL_ref(L: LuaState, table: number): number
    luaL_unref(L: LuaState, table: number, reference: number): void
  }
  export const lualib: { luaL_openlibs(L: LuaState): void }
  export const lua: {
    readonly LUA_OK: number
    readonly LUA_YIELD: number
    readonly LUA_REGISTRYINDEX: number
    readonly LUA_TBOOLEAN: number
    readonly LUA_TNUMBER: number
    readonly LUA_TSTRING: number
    readonly LUA_TTABLE: number
    lua_checkstack(L: LuaState, values: number): boolean
    lua_createtable(L: LuaState, items: number, fields: number): void
    lua_getfield(L: LuaState, index: number, name: LuaString): number
    lua_gettop(L: LuaState): number
    lua_newthread(L: LuaState): LuaState
    lua_pop(L: LuaState, count: number): void
    lua_pushboolean(L: LuaState, value: boolean): void
    lua_pushglobaltable(L: LuaState): void
    lua_pushinteger(L: LuaState, value: number): void
    lua_pushstring(L: LuaState, value: LuaString): void
    lua_rawgeti(L: LuaState, index: number, at: number): number
    lua_rawset(L: LuaState, index: number): void
    lua_rawseti(L: LuaState, index: number, at: number): void
    lua_resume(L: LuaState, from: LuaState, values: number): number
    lua_setfield(L: LuaState, index: number, name: LuaString): void
    lua_settop(L: LuaState, index: number): void
    lua_toboolean(L: LuaState, index: number): boolean
    lua_tojsstring(L: LuaState, index: number): string
    lua_tonumber(L: LuaState, index: number): number
    lua_type(L: LuaState, index: number): number
    lua_xmove(from: LuaState, to: LuaState, count: number): void
  }
}
