/** What an app gives when a session begins, checked. */
import { HallpassError } from '../../errors.ts'
import { isJsonObject, type JsonObject, parsedJson } from './json.ts'
import type { RefreshGrant } from './types.ts'

const MAX_SUB_BYTES = 512
const MAX_LABEL = 200
/** So much of a label is looked at. */
const MAX_RAW_LABEL = 2000
const MAX_DATA_BYTES = 16_384

/** A grant as it is kept. */
export interface Granted {
  readonly sub: string
  readonly label: string | undefined
  readonly data: JsonObject
}

/** @throws HallpassError `invalid_config`, without anything of the grant */
export function granted({ sub, label, data = {} }: RefreshGrant): Granted {
  if (!isSub(sub)) refuse(`sub must be text of 1 to ${MAX_SUB_BYTES} bytes`)
  if (label !== undefined && typeof label !== 'string') refuse('label must be text')
  return { sub, label: labelOf(label), data: dataOf(data) }
}

/** Whether it can be whose a session is. */
export function isSub(sub: unknown): sub is string {
  if (typeof sub !== 'string' || sub === '' || !sub.isWellFormed()) return false
  return Buffer.byteLength(sub) <= MAX_SUB_BYTES
}

/** It often comes from a client, which must not make a login fail, or write lines into logs. */
function labelOf(label: string = ''): string | undefined {
  const line = label
    .slice(0, MAX_RAW_LABEL)
    .toWellFormed()
    .replace(/[\p{Cc}\p{Z}]+/gu, ' ')
  // By characters, and not by halves of them.
  return [...line.trim()].slice(0, MAX_LABEL).join('') || undefined
}

function dataOf(data: unknown): JsonObject {
  const text = isJsonObject(data) ? textOf(data) : undefined
  if (text === undefined) refuse('data must be an object that can be written as JSON')
  if (Buffer.byteLength(text) > MAX_DATA_BYTES) {
    refuse(`data must have at most ${MAX_DATA_BYTES} bytes as JSON`)
  }
  const read = parsedJson(text)
  if (!isJsonObject(read)) refuse('data must be an object that can be written as JSON')
  return read
}

function textOf(data: object): string | undefined {
  try {
    return JSON.stringify(data)
  } catch {
    return undefined
  }
}

function refuse(rule: string): never {
  throw new HallpassError('invalid_config', `A session of refresh tokens: ${rule}.`)
}
