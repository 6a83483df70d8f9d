/** What a rule of `HALLPASS_RULES` asks for, in a word: `login`, `group=staff,ops`. */
import type { ClaimValue, Requirement } from '../guard/access.ts'
import { nearest } from '../options/nearest.ts'

/** Everything that can be said without a file. */
export type TextAccess = 'public' | 'login' | 'deny' | Requirement

const WORDS = ['public', 'login', 'deny', 'group=', 'claim.NAME='] as const
const FORMS = 'public, login, deny, group=A,B or claim.NAME=VALUE'

/** Reads it, or says what is wrong with it. */
export function accessOf(text: string): { access: TextAccess } | { fault: string } {
  if (text === 'public' || text === 'login' || text === 'deny') return { access: text }
  const group = /^group=(.*)$/.exec(text)?.[1]
  if (group !== undefined) return groupOf(group)
  const claim = /^claim\.([^=]+)=(.*)$/.exec(text)
  if (claim !== null) return claimOf(claim[1] ?? '', claim[2] ?? '')
  const near = nearest(text.replace(/=.*/, '='), WORDS)
  return {
    fault: near === undefined ? `must ask for ${FORMS}` : `must ask for ${FORMS}: write ${near}`,
  }
}

function groupOf(text: string): { access: TextAccess } | { fault: string } {
  const groups = listOf(text)
  if (groups === undefined) return { fault: 'names no group, or an empty one' }
  // A name from a directory, `cn=admins,ou=groups`, would be taken apart.
  if (text.includes('=')) {
    return { fault: 'has a group with = in it: write the rule in the file of HALLPASS_CONFIG' }
  }
  return { access: { anyGroup: groups } }
}

function claimOf(name: string, text: string): { access: TextAccess } | { fault: string } {
  const values = listOf(text)
  if (values === undefined) return { fault: 'names no value of a claim, or an empty one' }
  return { access: { claims: { [name.trim()]: values.flatMap(readings) } } }
}

/** The names between commas; undefined where one is empty. */
function listOf(text: string): readonly string[] | undefined {
  const parts = text.split(',').map((part) => part.trim())
  return parts.includes('') ? undefined : parts
}

/** Text says nothing of types: `true` is the boolean, and what providers write that send text. */
function readings(text: string): readonly ClaimValue[] {
  if (text === 'true' || text === 'false') return [text, text === 'true']
  return String(Number(text)) === text && Number.isFinite(Number(text))
    ? [text, Number(text)]
    : [text]
}
