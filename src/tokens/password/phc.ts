/** What a hash of argon2 says of itself: the PHC string format, as every argon2 library writes it. */

/** How a hash was made. */
export interface HashParameters {
  readonly algorithm: 'argon2d' | 'argon2i' | 'argon2id'
  readonly version: number
  /** KiB. */
  readonly memoryCost: number
  /** Passes over the memory. */
  readonly timeCost: number
  readonly parallelism: number
  /** Bytes. */
  readonly saltLength: number
  /** Bytes. */
  readonly tagLength: number
}

const PHC =
  /^\$(argon2(?:d|i|id))\$v=(\d{1,2})\$m=(\d{1,10}),t=(\d{1,10}),p=(\d{1,3})\$([\w+/]{11,86})\$([\w+/]{16,172})$/

/**
 * The parameters of a hash; undefined for what is no hash of argon2.
 *
 * @see https://github.com/P-H-C/phc-string-format
 */
export function hashParameters(hash: string): HashParameters | undefined {
  const [, algorithm, version, memory, time, parallelism, salt = '', tag = ''] =
    PHC.exec(hash) ?? []
  if (algorithm !== 'argon2id' && algorithm !== 'argon2i' && algorithm !== 'argon2d') {
    return undefined
  }
  return {
    algorithm,
    version: Number(version),
    memoryCost: Number(memory),
    timeCost: Number(time),
    parallelism: Number(parallelism),
    saltLength: bytesOf(salt),
    tagLength: bytesOf(tag),
  }
}

/** The bytes that base64 without padding holds. */
function bytesOf(text: string): number {
  return Math.floor((text.length * 3) / 4)
}
