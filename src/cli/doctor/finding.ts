/** What a check found out. */

/** `warning` is for what works, or may work, and should be known; only `failed` fails the command. */
export type Result = 'ok' | 'warning' | 'failed'

/** One line of the report. */
export interface Finding {
  /** The name of the check; those of `CHECKS`. */
  readonly check: CheckName
  readonly result: Result
  /** What was found. Never a secret. */
  readonly found: string
  /** What to do about it. */
  readonly fix?: string
}

/** Every check, in the order of the report; docs/doctor.md has a row for each. */
export const CHECKS = [
  'settings.valid',
  'settings.secrets',
  'settings.open',
  'settings.files',
  'settings.node',
  'provider.reach',
  'provider.certificate',
  'provider.discovery',
  'provider.issuer',
  'provider.endpoints',
  'provider.code-flow',
  'provider.pkce',
  'provider.scopes',
  'provider.client-auth',
  'provider.algorithms',
  'provider.sign-out',
  'provider.keys',
  'provider.clock',
  'client.secret',
  'client.redirect-uri',
  'client.sign-out-uri',
  'public.reach',
  'public.certificate',
  'public.login',
  'public.cookie',
  'public.cache',
  'public.request-room',
  'public.answer-room',
  'public.proxy',
  'upstream.reach',
  'upstream.exposed',
] as const

/** Those that there is often nothing to say of: no https, no files, no upstreams. */
const OPTIONAL: readonly string[] = [
  'settings.files',
  'provider.certificate',
  'client.sign-out-uri',
  'public.certificate',
  'upstream.reach',
  'upstream.exposed',
]

/** The checks that had to be left out, mostly because one before them failed. */
export function notChecked(findings: readonly Finding[]): readonly CheckName[] {
  const made = new Set<string>([...OPTIONAL, ...findings.map(({ check }) => check)])
  return CHECKS.filter((name) => !made.has(name))
}

/** The name of a check. */
export type CheckName = (typeof CHECKS)[number]

/** All is as it should be. */
export function ok(check: CheckName, found: string): Finding {
  return { check, result: 'ok', found }
}

/** To be known; `fix` where something can be done. */
export function warning(check: CheckName, found: string, fix?: string): Finding {
  return { check, result: 'warning', found, ...(fix !== undefined && { fix }) }
}

/** This breaks sign-in, or what it protects. */
export function failed(check: CheckName, found: string, fix: string): Finding {
  return { check, result: 'failed', found, fix }
}

/** Text of somebody else, cut to what fits into a line. */
export function clipped(text: string, most = 200): string {
  return text.length > most ? `${text.slice(0, most)}…` : text
}
