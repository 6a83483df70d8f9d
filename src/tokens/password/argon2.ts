/** The library that does the work: an optional peer, loaded by the first password. */
import { HallpassError } from '../../errors.ts'

/** What is needed of `@node-rs/argon2`. */
interface Argon2 {
  hash(password: string, options: Argon2Options): Promise<string>
  verify(hash: string, password: string): Promise<boolean>
}

interface Argon2Options {
  readonly memoryCost: number
  readonly timeCost: number
  readonly parallelism: number
}

let loading: Promise<Argon2> | undefined

/**
 * The library; a failure is not kept, so that one which was installed meanwhile is found.
 *
 * @throws HallpassError `invalid_config` when it is not installed, or has no build for this machine
 */
export function loadArgon2(): Promise<Argon2> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined
    throw error
  })
  return loading
}

async function load(): Promise<Argon2> {
  try {
    return await import('@node-rs/argon2')
  } catch (cause) {
    const message = 'Passwords need the package @node-rs/argon2: npm install @node-rs/argon2'
    throw new HallpassError('invalid_config', message, { cause })
  }
}
