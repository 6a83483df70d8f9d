/** Whether the secrets are secrets. None of them is ever shown. */
import { isPlaceholder, isSample, SAMPLE } from '../../../crypto/placeholder.ts'
import { type Finding, failed, ok, warning } from '../finding.ts'
import type { Planned } from '../planned.ts'

const NAME = 'settings.secrets'
/** Bytes that nobody finds by trying, made at random. */
const ENOUGH = 16
/** Different characters that 16 random bytes have in any spelling, but for a freak. */
const VARIED = 6

/** What people write until they have a secret. */
const STOPGAP =
  /^(?:secret|password|passw0rd|example|test|todo|xxx+|insert|replace|your)\b|^<.*>$|(?:change[\W_]?(?:me|this)|placeholder|your[\W_]?secret|goes[\W_]here)/i

/** Looks at each secret that is there. */
export function secretFindings({ guard: { settings }, issues }: Planned): Finding[] {
  const { clientSecret, sessionSecret, oldSessionSecret } = settings
  const given = [
    ['AGS_CLIENT_SECRET', clientSecret],
    ['AGS_CLIENT_SESSION_SECRET', sessionSecret],
    ['HALLPASS_SESSION_SECRET_OLD', oldSessionSecret],
  ] as const
  const findings = given.flatMap(([name, secret]) => {
    // What is wrong with it is among the faults of the settings.
    const isWrong = issues.some(({ path }) => path.startsWith(name))
    return secret === undefined || isWrong ? [] : (weakness(name, secret) ?? [])
  })
  if (sessionSecret === undefined) {
    const found =
      'AGS_CLIENT_SESSION_SECRET is not set: a restart signs everybody out, and two processes cannot read each other’s sessions'
    findings.push(
      warning(NAME, found, 'Make one: npx hallpass keys new --name AGS_CLIENT_SESSION_SECRET'),
    )
  } else if (sessionSecret === clientSecret) {
    const found = 'AGS_CLIENT_SESSION_SECRET is the client secret: the provider can make sessions'
    findings.push(
      failed(NAME, found, 'Make one: npx hallpass keys new --name AGS_CLIENT_SESSION_SECRET'),
    )
  }
  return findings.length > 0 ? findings : [ok(NAME, 'long enough, and no stopgaps')]
}

function weakness(name: string, secret: string): Finding | undefined {
  const isOurs = name !== 'AGS_CLIENT_SECRET'
  const fix = isOurs
    ? `Make one: npx hallpass keys new --name ${name}`
    : 'Have the provider make a new one, and copy it from there.'
  if (isSample(secret)) return failed(NAME, `${name} ${SAMPLE}`, fix)
  if (isPlaceholder(secret) || STOPGAP.test(secret)) {
    return failed(NAME, `${name} holds words that stand where a secret belongs`, fix)
  }
  const bytes = Buffer.byteLength(secret)
  if (bytes < ENOUGH) return warning(NAME, `${name} has only ${bytes} bytes`, fix)
  if (new Set(secret).size < VARIED) {
    return failed(NAME, `${name} is a few characters over and over`, fix)
  }
  return undefined
}
