import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import * as v from 'valibot'
import { refusal } from '../../../tests/refusal.ts'
import type { SchemaResult, StandardSchema } from '../../tokens/standard-schema.ts'
import { secret, setting } from './setting.ts'
import { settingsFromEnv } from './settings-from-env.ts'

const PORT = v.pipe(v.string(), v.regex(/^\d{1,5}$/), v.transform(Number), v.maxValue(65_535))
const LONG = v.pipe(v.string(), v.minLength(8))
const VALUE = 'hunter2'

const folder = mkdtempSync(join(tmpdir(), 'hallpass-config-'))
after(() => rmSync(folder, { recursive: true }))
let files = 0
function fileWith(text: string): string {
  files += 1
  const file = join(folder, `secret-${files}`)
  writeFileSync(file, text)
  return file
}

/** A schema as a library of its own would make it. */
function schemaOf<T>(
  validate: (value: unknown) => SchemaResult<T> | Promise<SchemaResult<T>>,
): StandardSchema<unknown, T> {
  return { '~standard': { version: 1, vendor: 'tests', validate } }
}

const issuesOf = (run: () => unknown) => {
  const error = refusal(run)
  assert.equal(error.code, 'invalid_config')
  assert.ok(!error.message.includes(VALUE), 'a fault quotes the value')
  return error.issues?.map(({ path, message }) => `${path} ${message}`)
}

describe('settingsFromEnv', () => {
  test('gives what the schemas make, typed, trimmed and frozen', () => {
    const settings = settingsFromEnv(
      { PORT: ' 8702\n', OTHER: 'x' },
      { port: setting('PORT', PORT), site: setting('SITE', v.optional(v.string(), 'main')) },
    )
    const port: number = settings.port
    const site: string = settings.site
    assert.deepEqual({ port, site }, { port: 8702, site: 'main' })
    assert.ok(Object.isFrozen(settings))
  })

  test('an empty variable counts as absent', () => {
    const settings = settingsFromEnv({ A: ' ' }, { a: setting('A', v.optional(v.string())) })
    assert.deepEqual(settings, { a: undefined })
  })

  test('says every fault at once, by variable, and quotes no value', () => {
    const run = () =>
      settingsFromEnv(
        { PORT: VALUE, URL: VALUE, KEY: VALUE },
        {
          port: setting('PORT', PORT, 'a port from 0 to 65535'),
          url: setting('URL', v.pipe(v.string(), v.url())),
          key: secret('KEY', LONG, 'text of 8 characters or more'),
          name: setting('NAME', v.string()),
          other: secret('OTHER', LONG, 'text of 8 characters or more'),
        },
      )
    assert.deepEqual(issuesOf(run), [
      'PORT must be a port from 0 to 65535',
      'URL is not what its schema accepts',
      'KEY must be text of 8 characters or more',
      'NAME is missing',
      'OTHER is missing, and so is OTHER_FILE: it must be text of 8 characters or more',
    ])
    assert.match(refusal(run).message, /\n {2}- PORT: must be a port/)
  })

  test('a schema that throws refuses, and what it threw is not shown', () => {
    const throws = schemaOf<string>((value) => {
      throw new Error(`bad ${value}`)
    })
    assert.deepEqual(
      issuesOf(() => settingsFromEnv({ A: VALUE }, { a: setting('A', throws) })),
      ['A is not what its schema accepts'],
    )
  })

  test('a schema that answers later is refused, also where it fails later', () => {
    const later = schemaOf<string>(() => Promise.reject(new Error('late')))
    assert.deepEqual(
      issuesOf(() => settingsFromEnv({ A: VALUE }, { a: setting('A', later) })),
      ['A has a schema that answers with a promise: use another'],
    )
  })

  test('a schema that answers with neither value nor issues is refused', () => {
    const neither = schemaOf<string>(() => ({}) as never)
    assert.deepEqual(
      issuesOf(() => settingsFromEnv({ A: VALUE }, { a: setting('A', neither) })),
      ['A is not what its schema accepts'],
    )
  })

  test('a setting may be called like a property of every object', () => {
    const settings = settingsFromEnv({ A: 'a' }, { toString: setting('A', v.string()) })
    assert.equal(settings.toString, 'a')
  })
})

describe('secrets from files', () => {
  test('the file counts, without white space around', () => {
    const env = { KEY_FILE: fileWith('long enough\n') }
    assert.equal(settingsFromEnv(env, { key: secret('KEY', LONG) }).key, 'long enough')
  })

  test('a setting that is no secret has no file', () => {
    const env = { KEY_FILE: fileWith('long enough') }
    assert.deepEqual(
      issuesOf(() => settingsFromEnv(env, { key: setting('KEY', LONG) })),
      ['KEY is missing'],
    )
  })

  test('both, a file that is not there, and an empty one are faults', () => {
    const key = { key: secret('KEY', v.optional(LONG)) }
    const faults = (env: Record<string, string>) => issuesOf(() => settingsFromEnv(env, key))
    assert.deepEqual(faults({ KEY: VALUE, KEY_FILE: fileWith('long enough') }), [
      'KEY_FILE contradicts KEY: give one of them',
    ])
    assert.deepEqual(faults({ KEY_FILE: join(folder, VALUE) }), [
      'KEY_FILE names a file that cannot be read (ENOENT)',
    ])
    assert.deepEqual(faults({ KEY_FILE: fileWith(' \n') }), [
      'KEY_FILE names a file with nothing in it',
    ])
    assert.deepEqual(faults({ KEY_FILE: fileWith(VALUE) }), ['KEY is not what its schema accepts'])
  })
})
