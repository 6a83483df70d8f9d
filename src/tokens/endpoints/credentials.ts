/** The fields that clients send. */
import { type ConfigIssue, HallpassError } from '../../errors.ts'
import { type JsonBody, member } from './body.ts'

/** What somebody logs in with, as the client sent it. */
export interface Credentials {
  /** 1 to 256 characters, without control characters. */
  readonly username: string
  /** 1 to 1,024 bytes of UTF-8. */
  readonly password: string
  /** What the client calls itself, for the list of devices. */
  readonly label: string | undefined
  /** All that was sent, for what else an app's clients send, such as a one-time code. */
  readonly body: JsonBody
}

const MAX_USERNAME = 256
const MAX_PASSWORD_BYTES = 1024
const MAX_REFRESH_TOKEN = 512

const USERNAME = `must be text of 1 to ${MAX_USERNAME} characters, none of them a control character`
const PASSWORD = `must be text of 1 to ${MAX_PASSWORD_BYTES} bytes`
const REFRESH_TOKEN = `must be text of 1 to ${MAX_REFRESH_TOKEN} characters`

/** Line breaks in logs, and what databases refuse to keep. */
const CONTROL = /\p{Cc}/u

/** @throws HallpassError `validation_failed` with a fault for each wrong field */
export function credentialsOf(body: JsonBody): Credentials {
  const username = member(body, 'username')
  const password = member(body, 'password')
  const label = member(body, 'label') ?? undefined
  const isNamed = isText(username) && username.length <= MAX_USERNAME && !CONTROL.test(username)
  const isSecret = isText(password) && Buffer.byteLength(password) <= MAX_PASSWORD_BYTES
  const isLabelled = label === undefined || typeof label === 'string'
  if (isNamed && isSecret && isLabelled) return { username, password, label, body }
  throw wrongFields([
    ...(isNamed ? [] : [{ path: 'username', message: USERNAME }]),
    ...(isSecret ? [] : [{ path: 'password', message: PASSWORD }]),
    ...(isLabelled ? [] : [{ path: 'label', message: 'must be text' }]),
  ])
}

/** @throws HallpassError `validation_failed` */
export function refreshTokenOf(body: JsonBody): string {
  const token = member(body, 'refreshToken')
  if (isText(token) && token.length <= MAX_REFRESH_TOKEN) return token
  throw wrongFields([{ path: 'refreshToken', message: REFRESH_TOKEN }])
}

/** Undefined where there is none. @throws HallpassError `validation_failed` */
export function optionalRefreshTokenOf(body: JsonBody): string | undefined {
  const token = member(body, 'refreshToken') ?? undefined
  return token === undefined ? undefined : refreshTokenOf(body)
}

/** Text with something in it, and without half a surrogate pair, which no UTF-8 has. */
function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.isWellFormed()
}

function wrongFields(issues: readonly ConfigIssue[]): HallpassError {
  const listed = issues.map(({ path, message }) => `${path} ${message}`).join('; ')
  return new HallpassError('validation_failed', `${listed}.`, { issues })
}
