/** The one folder where the demo keeps its data: keys and secrets made at the first start. */
import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { exportJWK, generateKeyPair } from 'jose'
import {
  array,
  type GenericSchema,
  minLength,
  object,
  pipe,
  record,
  safeParse,
  string,
} from 'valibot'
import { damaged, readJson, writeJson } from './files.ts'

/** What the demo must keep secret. */
export interface Secrets {
  readonly shop: AppSecrets
  readonly news: AppSecrets
  /** Signs the provider's cookies. */
  readonly cookies: string
  /** The provider's private keys, each a JWK. */
  readonly keys: Record<string, string>[]
}

/** The secrets of one app. */
export interface AppSecrets {
  /** Seals its sessions. */
  readonly session: string
  /** Its client secret at the provider. */
  readonly client: string
}

const secret = pipe(string(), minLength(32))
const app = object({ session: secret, client: secret })
const stored: GenericSchema<Secrets> = object({
  shop: app,
  news: app,
  cookies: secret,
  keys: pipe(array(record(string(), string())), minLength(1)),
})

/** The demo's data. */
export interface DemoData {
  /** The folder, as an absolute path. */
  readonly folder: string
  readonly secrets: Secrets
  /** The path of a file in the folder. */
  path(name: string): string
}

/**
 * Opens the folder, and makes what is missing: `secrets.json` (readable for this user alone), and
 * a `.gitignore`, so that the folder never reaches a repository.
 */
export async function openData(at: string): Promise<DemoData> {
  const folder = resolve(at)
  const path = (name: string) => join(folder, name)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const kept = await readJson(path('secrets.json'))
  if (kept !== undefined) return { folder, path, secrets: parse(kept, path('secrets.json')) }
  const secrets = await makeSecrets()
  await writeFile(path('.gitignore'), '*\n')
  await writeJson(path('secrets.json'), secrets)
  return { folder, path, secrets }
}

function parse(content: unknown, file: string): Secrets {
  const result = safeParse(stored, content)
  if (!result.success) throw damaged(file)
  return result.output
}

async function makeSecrets(): Promise<Secrets> {
  const random = () => randomBytes(32).toString('base64url')
  return {
    shop: { session: random(), client: random() },
    news: { session: random(), client: random() },
    cookies: random(),
    keys: [await makeSigningKey()],
  }
}

/** A new private key for signing ID tokens (RS256, which every client takes), as a JWK. */
export async function makeSigningKey(): Promise<Record<string, string>> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  const key = Object.entries(await exportJWK(privateKey)).filter(isText)
  return {
    ...Object.fromEntries(key),
    kid: randomBytes(8).toString('hex'),
    alg: 'RS256',
    use: 'sig',
  }
}

function isText(member: [string, unknown]): member is [string, string] {
  return typeof member[1] === 'string'
}
