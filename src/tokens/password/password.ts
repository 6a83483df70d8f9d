/** Passwords as argon2id hashes (RFC 9106), for apps that keep passwords themselves. */
import { randomBytes } from 'node:crypto'
import { HallpassError } from '../../errors.ts'
import { loadArgon2 } from './argon2.ts'
import { type HashParameters, hashParameters } from './phc.ts'
import { Slots } from './slots.ts'

/** The first choice of OWASP's Password Storage Cheat Sheet: 19 MiB, two passes, one thread. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const
const SALT_BYTES = 16
const TAG_BYTES = 32

/** The longest password, in bytes of UTF-8. */
const MAX_BYTES = 1024

/** What a stored hash may ask for: a hash that somebody planted must not stop the process. */
const MOST = { memoryCost: 1_048_576, timeCost: 32, parallelism: 16 } as const

/** Two of the four threads that Node has for files, DNS and the like by default. */
const slots = new Slots(2, 100)

/** What no password gives, at the same cost: for accounts that are not there. */
export const NOBODY: string = `$argon2id$v=19$m=${COST.memoryCost},t=${COST.timeCost},p=${COST.parallelism}$${random(SALT_BYTES)}$${random(TAG_BYTES)}`

/**
 * The hash of a password, to be stored: a PHC string of 97 characters, with a salt of its own.
 *
 * @param password - 1 to 1,024 bytes of UTF-8, taken as they are.
 * @throws HallpassError `bad_request` for another password; `rate_limited` when 100 others wait;
 * `invalid_config` when `@node-rs/argon2` is not installed
 * @example
 * await users.add({ name, passwordHash: await passwordHash(password) })
 */
export async function passwordHash(password: string): Promise<string> {
  if (!isPassword(password)) {
    throw new HallpassError('bad_request', `A password has 1 to ${MAX_BYTES} bytes.`)
  }
  const argon2 = await loadArgon2()
  return slots.run(() => argon2.hash(password, COST))
}

/**
 * Whether a password is the one of a hash. Without a hash the same work is done and the answer is
 * false, so that the time does not tell whether there is such an account: call it for an account
 * that is not there, too.
 *
 * @param hash - Of `passwordHash`, or of another argon2 library; undefined or null: there is none.
 * @throws HallpassError `invalid_config` for a hash that is none of argon2, or asks for more than
 * 1 GiB, 32 passes or 16 threads, and when `@node-rs/argon2` is not installed; `rate_limited` when
 * 100 others wait
 * @example
 * const user = await users.find(username)
 * const isRight = await passwordVerify(user?.passwordHash, password)
 * if (user === undefined || !isRight) return undefined
 */
export async function passwordVerify(
  hash: string | null | undefined,
  password: string,
): Promise<boolean> {
  const stored = hash ?? NOBODY
  checkHash(stored)
  if (!isPassword(password)) return false
  const argon2 = await loadArgon2()
  const matches = await slots.run(() => argon2.verify(stored, password))
  return matches && stored !== NOBODY
}

/**
 * Whether a hash was made in another way than `passwordHash` makes them now. Then make it anew when
 * the user has given the password: all hashes should take the same time.
 *
 * @throws HallpassError `invalid_config` for what is no hash of argon2
 * @example
 * if (passwordNeedsRehash(user.passwordHash)) await users.setHash(user, await passwordHash(password))
 */
export function passwordNeedsRehash(hash: string): boolean {
  const made = checkHash(hash)
  return (
    made.algorithm !== 'argon2id' ||
    made.version !== 19 ||
    made.memoryCost !== COST.memoryCost ||
    made.timeCost !== COST.timeCost ||
    made.parallelism !== COST.parallelism ||
    made.saltLength < SALT_BYTES ||
    made.tagLength < TAG_BYTES
  )
}

function isPassword(password: unknown): password is string {
  // Half a surrogate pair would be written as the same bytes as any other half.
  return (
    typeof password === 'string' &&
    password !== '' &&
    password.isWellFormed() &&
    Buffer.byteLength(password) <= MAX_BYTES
  )
}

function checkHash(hash: string): HashParameters {
  const made = typeof hash === 'string' ? hashParameters(hash) : undefined
  if (made === undefined) {
    const message =
      'The stored hash of a password is none of argon2; give undefined for no password'
    throw new HallpassError('invalid_config', message)
  }
  const isBounded =
    made.memoryCost <= MOST.memoryCost &&
    made.timeCost <= MOST.timeCost &&
    made.parallelism <= MOST.parallelism
  if (isBounded) return made
  const message = 'The stored hash of a password asks for more than 1 GiB, 32 passes or 16 threads'
  throw new HallpassError('invalid_config', message)
}

function random(bytes: number): string {
  return randomBytes(bytes).toString('base64').replace(/=+$/, '')
}
