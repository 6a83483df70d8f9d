/** Encrypted values: Python's Fernet, and hallpass's own format. */
export { Fernet, type FernetDecryptOptions, type FernetEncryptOptions } from './crypto/fernet.ts'
export { fernetKeyFromSecret } from './crypto/fernet-keys.ts'
export { Sealer } from './crypto/sealer.ts'
export type { SessionFactory } from './session/factory.ts'
export { type FlaskSessionCookieOptions, flaskSession } from './session/flask-options.ts'
export {
  FlaskSession,
  type FlaskSessionOptions,
  type TimestampedSession,
} from './signing/flask/flask-session.ts'
export {
  FlaskMarkup,
  type FlaskSessionData,
  FlaskTuple,
  FlaskUuid,
  type FlaskValue,
} from './signing/flask/flask-types.ts'
