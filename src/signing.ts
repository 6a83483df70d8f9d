/** Signed text, cookies and tokens that Python's itsdangerous writes and reads. */

export { quoteCookieValue } from './http/python-cookies.ts'
export type { RequestGuard } from './http/request-guard.ts'
export type { Clock } from './signing/clock.ts'
export { CookieManager } from './signing/cookie-manager.ts'
export type {
  CookieExceptions,
  CookieManagerOptions,
  ExceptionClass,
} from './signing/cookie-manager-options.ts'
export type { Digest, KeyDerivation } from './signing/keys.ts'
export { type KeysGuard, type KeysRequiredOptions, keysRequired } from './signing/keys-required.ts'
export type { SignerOptions, TimestampSignerOptions } from './signing/options.ts'
export type { Secret, Secrets } from './signing/secrets.ts'
export type { TimestampedValue } from './signing/serializer-base.ts'
export {
  Serializer,
  TimedSerializer,
  URLSafeSerializer,
  type URLSafeSerializerOptions,
  URLSafeTimedSerializer,
  type URLSafeTimedSerializerOptions,
} from './signing/serializers.ts'
export { Signer } from './signing/signer.ts'
export { type MaxAge, type TimestampedText, TimestampSigner } from './signing/timestamp-signer.ts'
