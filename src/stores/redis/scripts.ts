/**
 * The scripts that Redis runs, each at once. All keys begin with `KEYS[1]`, which has the prefix in
 * braces: so they are on one node of a cluster.
 *
 * - `e:<key>` is an entry: a hash of version `v`, kind `k` (t: text, b: bytes), data `d`, and its
 *   indexes `i` as a JSON list. Redis itself ends its life.
 * - `i:<index>` are the keys of an index, by the time when each ends.
 * - `l:<name>` is a lock: its fence and its owner. `fence` is the last fence.
 *
 * `ARGV[1]` is when it is too late to do anything, by the server's clock: a client may send what it
 * has kept long after its caller was told that the store is unavailable. Every answer begins with
 * the server's time; a negative one says that it was too late.
 */
import { createHash } from 'node:crypto'

/** A script and the name by which Redis knows it. */
export interface Script {
  readonly text: string
  readonly sha1: string
}

const BEGIN = `
local root = KEYS[1]
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
if now > tonumber(ARGV[1]) then return {-now} end
local function leave(key, indexes)
  for _, index in ipairs(cjson.decode(indexes)) do
    redis.call('ZREM', root .. 'i:' .. index, key)
  end
end
`

/**
 * deadline, key, version, what is expected (`*` anything, empty nothing), time to live, kind, data,
 * indexes → 1 written, 0 not. A client that sends it twice, as ioredis does when a connection broke,
 * gets the same answer twice. The first command that writes is one that Redis refuses when it is
 * full, so that nothing of the rest is done then.
 */
export const WRITE: Script = script(`
local key, version, expected, ttl, indexes = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[8]
local entry = root .. 'e:' .. key
local was = redis.call('HMGET', entry, 'v', 'i')
if was[1] == version then return {now, 1} end
if expected == '' and was[1] then return {now, 0} end
if expected ~= '' and expected ~= '*' and was[1] ~= expected then return {now, 0} end
local ends = string.format('%.0f', now + ttl)
redis.call('HSET', entry, 'v', version, 'k', ARGV[6], 'd', ARGV[7], 'i', indexes)
redis.call('PEXPIREAT', entry, ends)
if was[2] and was[2] ~= indexes then leave(key, was[2]) end
for _, name in ipairs(cjson.decode(indexes)) do
  local index = root .. 'i:' .. name
  redis.call('ZREMRANGEBYSCORE', index, '-inf', string.format('%.0f', now))
  redis.call('ZADD', index, ends, key)
  if redis.call('PTTL', index) < tonumber(ttl) then redis.call('PEXPIREAT', index, ends) end
end
return {now, 1}
`)

/** deadline, key → nothing, or version, kind, data. */
export const TAKE: Script = script(`
local entry = root .. 'e:' .. ARGV[2]
local was = redis.call('HMGET', entry, 'v', 'k', 'd', 'i')
if not was[1] then return {now} end
redis.call('DEL', entry)
leave(ARGV[2], was[4])
return {now, was[1], was[2], was[3]}
`)

/** deadline, index, limit → lists of key, version, kind, data. An entry may have been evicted. */
export const LIST: Script = script(`
local name, limit = ARGV[2], tonumber(ARGV[3])
local function has(indexes)
  for _, index in ipairs(cjson.decode(indexes)) do
    if index == name then return true end
  end
  return false
end
local found, from = {now}, 0
local living = string.format('(%.0f', now)
while true do
  local keys = redis.call('ZREVRANGEBYSCORE', root .. 'i:' .. name, '+inf', living,
    'LIMIT', from, limit)
  for _, key in ipairs(keys) do
    local entry = redis.call('HMGET', root .. 'e:' .. key, 'v', 'k', 'd', 'i')
    if entry[1] and has(entry[4]) then
      found[#found + 1] = {key, entry[1], entry[2], entry[3]}
      if #found > limit then return found end
    end
  end
  if #keys < limit then return found end
  from = from + limit
end
`)

/** deadline, name, owner, time to live → the fence, or nothing. */
export const ACQUIRE: Script = script(`
local lock = root .. 'l:' .. ARGV[2]
local held = redis.call('GET', lock)
if held then
  local fence, owner = string.match(held, '^(%d+) (.*)$')
  if owner == ARGV[3] then return {now, tonumber(fence)} end
  return {now}
end
local fence = redis.call('INCR', root .. 'fence')
redis.call('SET', lock, string.format('%.0f ', fence) .. ARGV[3], 'PX', ARGV[4])
return {now, fence}
`)

/** deadline, name, owner, time to live (0 ends it) → 1 done, 0 it is not theirs. */
export const RENEW: Script = script(`
local lock = root .. 'l:' .. ARGV[2]
local held = redis.call('GET', lock)
if not held or string.match(held, '^%d+ (.*)$') ~= ARGV[3] then return {now, 0} end
redis.call('PEXPIRE', lock, ARGV[4])
return {now, 1}
`)

function script(body: string): Script {
  const text = `${BEGIN}${body}`
  return { text, sha1: createHash('sha1').update(text).digest('hex') }
}
