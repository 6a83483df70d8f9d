/** The four serializers of itsdangerous: JSON, signed. */
import { checked, type SignerOptions, schemas, type TimestampSignerOptions } from './options.ts'
import { jsonPayload, type Payload, urlSafePayload } from './payload.ts'
import { readJson } from './read-json.ts'
import { type Secrets, secretList } from './secrets.ts'
import { PlainSerializer, TimestampedSerializer } from './serializer-base.ts'
import { Signer } from './signer.ts'
import { TimestampSigner } from './timestamp-signer.ts'
import { COMPACT_STYLE, writeJson } from './write-json.ts'

/** What only the URL-safe serializers have. */
interface Inflation {
  /** How large a deflated payload may become, in bytes; default 1,048,576 (1 MiB). */
  readonly maxInflatedBytes?: number
}

/** Options of a `URLSafeSerializer`. */
export type URLSafeSerializerOptions = SignerOptions & Inflation

/** Options of a `URLSafeTimedSerializer`. */
export type URLSafeTimedSerializerOptions = TimestampSignerOptions & Inflation

const SALT = 'itsdangerous'

/** The secrets, checked here so that an error names the class that was called. */
function named(secrets: Secrets, owner: string): Secrets {
  return secretList(secrets, 'secrets', owner)
}

/** The options with a salt, also where it is there and undefined: a signer would take its own. */
function salted<Options extends SignerOptions>(options: Options): Options & { salt: string } {
  return { ...options, salt: options.salt ?? SALT }
}

const compactJson: Payload = {
  write: (value) => writeJson(value, COMPACT_STYLE),
  read: readJson,
}

/**
 * Signs a JSON value; the text stays readable and may hold any character. The salt defaults to
 * `itsdangerous`; the rest is as of `Signer`. Secrets are listed **newest first**.
 *
 * @throws HallpassError (the constructor) `invalid_config` for an empty secret or a wrong option
 * @example
 * const serializer = new Serializer(secret, { salt: 'cart' })
 * serializer.loads(serializer.dumps({ items: 3 })) // { items: 3 }
 */
export class Serializer extends PlainSerializer {
  constructor(secrets: Secrets, options: SignerOptions = {}) {
    super(
      new Signer(named(secrets, 'Serializer'), salted(checked(schemas.signer, options))),
      jsonPayload,
    )
  }
}

/**
 * Signs a JSON value together with the time, so that it can run out. Options are as of
 * `Serializer`, and `now`.
 *
 * @throws HallpassError (the constructor) `invalid_config` for an empty secret or a wrong option
 * @example
 * const serializer = new TimedSerializer(secret, { salt: 'cart' })
 * serializer.loads(serializer.dumps({ items: 3 }), { maxAge: 3600 })
 */
export class TimedSerializer extends TimestampedSerializer {
  constructor(secrets: Secrets, options: TimestampSignerOptions = {}) {
    super(
      new TimestampSigner(
        named(secrets, 'TimedSerializer'),
        salted(checked(schemas.timestamp, options)),
      ),
      jsonPayload,
    )
  }
}

/**
 * Signs a JSON value as text of `A-Z a-z 0-9 - _ .`, for addresses and cookies; deflated where
 * that is shorter. Options are as of `Serializer`, and `maxInflatedBytes`.
 *
 * @throws HallpassError (the constructor) `invalid_config` for an empty secret or a wrong option
 * @example
 * const serializer = new URLSafeSerializer(secret, { salt: 'unsubscribe' })
 * const link = `https://shop.example/unsubscribe?who=${serializer.dumps('user-1')}`
 */
export class URLSafeSerializer extends PlainSerializer {
  constructor(secrets: Secrets, options: URLSafeSerializerOptions = {}) {
    const { maxInflatedBytes, ...signer } = checked(schemas.urlSafe, options)
    super(
      new Signer(named(secrets, 'URLSafeSerializer'), salted(signer)),
      urlSafePayload(compactJson, maxInflatedBytes),
    )
  }
}

/**
 * Signs a JSON value and the time as text of `A-Z a-z 0-9 - _ .`: what most Python services use
 * for links and cookies that run out. Options are as of `URLSafeSerializer`, and `now`.
 *
 * @throws HallpassError (the constructor) `invalid_config` for an empty secret or a wrong option
 * @example
 * const serializer = new URLSafeTimedSerializer(secret, { salt: 'password-reset' })
 * serializer.loads(serializer.dumps('user-1'), { maxAge: 900 }) // 'user-1', for 15 minutes
 */
export class URLSafeTimedSerializer extends TimestampedSerializer {
  constructor(secrets: Secrets, options: URLSafeTimedSerializerOptions = {}) {
    const { maxInflatedBytes, ...signer } = checked(schemas.urlSafeTimed, options)
    super(
      new TimestampSigner(named(secrets, 'URLSafeTimedSerializer'), salted(signer)),
      urlSafePayload(compactJson, maxInflatedBytes),
    )
  }
}
