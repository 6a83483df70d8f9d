/** Reads the files of known answers, and checks that they have the shape a test counts on. */

import { readFileSync } from 'node:fs'
import { inflateSync } from 'node:zlib'
import * as v from 'valibot'

/** The cases of `tests/vectors/<name>`, each of which has the shape of `schema`. */
export function knownAnswers<Case>(name: string, schema: v.GenericSchema<unknown, Case>): Case[] {
  const file = new URL(`./vectors/${name}`, import.meta.url)
  return v.parse(v.object({ cases: v.array(schema) }), readJson(file)).cases
}

/** The content of a JSON file. */
export function readJson(file: URL): unknown {
  return JSON.parse(readFileSync(file, 'utf8'))
}

/** What a URL-safe serializer signed: builds of zlib differ in how they deflate the same text. */
export function signedText(token: string): string {
  const [first = '', second = ''] = token.split('.')
  const text = token.startsWith('.') ? inflateSync(bytesOf(second)) : bytesOf(first)
  return text.toString()
}

function bytesOf(text: string): Buffer {
  return Buffer.from(text, 'base64url')
}
