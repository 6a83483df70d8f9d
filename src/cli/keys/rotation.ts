/** What `keys new` and `keys rotate` make of the text of an env file. */
import { randomBytes } from 'node:crypto'
import { checkClear } from './clear.ts'
import {
  plainValue,
  type Setting,
  settingsOf,
  withLine,
  withoutSetting,
  withRaw,
} from './env-file.ts'
import { commandLine, type Target } from './suggestion.ts'

/** A text, and what was done to it, for the person who asked. No secret is in the sentences. */
export interface Change {
  readonly text: string
  readonly said: readonly string[]
}

/** A new secret: 32 random bytes as base64url, with padding for Fernet. */
export function newSecret(fernet: boolean): string {
  return randomBytes(32).toString('base64url') + (fernet ? '=' : '')
}

/** A secret where there is none yet. @throws Error when there is one */
export function added(text: string, name: string, secret: string, file = '.env'): Change {
  const target = { name, file }
  const there = settingOf(text, name, target)
  if (there !== undefined && !isEmpty(there)) {
    throw new Error(
      `${name} has a value already (line ${there.line}). To change it without signing anybody ` +
        `out, run: ${commandLine('rotate', target)}`,
    )
  }
  return { text: filled(text, name, secret, there), said: [`${name} has a new secret.`] }
}

/** A secret that all may read before one writes with it. @throws Error when there is one */
export function prepared(text: string, name: string, fernet: boolean, file = '.env'): Change {
  const target = { name, file }
  const current = currentOf(text, target, fernet)
  const next = settingOf(text, `${name}_NEXT`, target)
  if (next !== undefined && !isEmpty(next)) {
    throw new Error(
      `${name}_NEXT has a value already (line ${next.line}): the next step is to deploy it, and ` +
        `then: ${commandLine('rotate', target)}`,
    )
  }
  const secret = newSecret(isFernetKey(plainValue(current)))
  return {
    text: filled(text, `${name}_NEXT`, secret, next, current),
    said: [
      `${name}_NEXT has a new secret; ${name} is as it was.`,
      `Deploy this to every service that reads ${name}. When it has arrived everywhere, run:`,
      commandLine('rotate', target),
    ],
  }
}

/**
 * A new secret in `NAME`, or the one of `NAME_NEXT`; what was there goes to `NAME_OLD`.
 *
 * @param dropOld - Whether a secret that is in `NAME_OLD` may go for good.
 * @throws Error when there is nothing to rotate, or something would be lost
 */
export function rotated(
  text: string,
  name: string,
  fernet: boolean,
  dropOld: boolean,
  file = '.env',
): Change {
  const target = { name, file }
  const current = currentOf(text, target, fernet)
  const old = settingOf(text, `${name}_OLD`, target)
  const dropped = old !== undefined && !isEmpty(old)
  if (dropped && !dropOld) {
    throw new Error(
      `${name}_OLD still holds the secret before (line ${old.line}), and would lose it: what was ` +
        'sealed or signed with it would be refused. When nothing needs it any more, delete that ' +
        `line, or run: ${commandLine('rotate', target, '--drop-old')}`,
    )
  }
  const next = settingOf(text, `${name}_NEXT`, target)
  const ready = next !== undefined && !isEmpty(next)
  const secret = ready ? next.raw : newSecret(isFernetKey(plainValue(current)))

  // Each step leaves what stands before it in place, so the settings are looked up again.
  let changed = ready ? withoutSetting(text, next) : text
  changed = filled(
    changed,
    `${name}_OLD`,
    current.raw,
    settingOf(changed, `${name}_OLD`, target),
    currentOf(changed, target, fernet),
  )
  changed = withRaw(
    changed,
    currentOf(changed, target, fernet),
    ready ? secret : quotedAs(current, secret),
  )
  const said = [
    ready
      ? `${name} has the secret that was in ${name}_NEXT, which is gone.`
      : `${name} has a new secret.`,
    `The one before it is in ${name}_OLD: it still opens what it sealed.`,
  ]
  if (dropped) said.push(`The secret that was in ${name}_OLD is gone for good.`)
  return { text: changed, said }
}

/**
 * A fresh secret in `NAME`, and no other beside it: for one that leaked, where a prepared one may
 * have leaked with it.
 *
 * @throws Error when there is nothing to replace
 */
export function replaced(text: string, name: string, fernet: boolean, file = '.env'): Change {
  const target = { name, file }
  const current = currentOf(text, target, fernet)
  const secret = newSecret(isFernetKey(plainValue(current)))
  let changed = withRaw(text, current, quotedAs(current, secret))
  for (const other of [`${name}_OLD`, `${name}_NEXT`]) {
    const setting = settingOf(changed, other, target)
    if (setting !== undefined) changed = withoutSetting(changed, setting)
  }
  return {
    text: changed,
    said: [
      `${name} has a new secret; there is no ${name}_OLD and no ${name}_NEXT any more.`,
      'Everybody is signed out, and what was signed or sealed before is refused, by every service ' +
        'that gets this: deploy it to all of them now.',
    ],
  }
}

function currentOf(text: string, target: Target, fernet: boolean): Setting {
  const { name, file } = target
  const current = settingOf(text, name, target)
  if (current === undefined || isEmpty(current)) {
    const there =
      current === undefined ? `is not in ${file}` : `has no value (line ${current.line})`
    const made = commandLine('new', target, ...(fernet ? ['--fernet'] : []))
    throw new Error(`${name} ${there}. The first one is made by: ${made}`)
  }
  if (fernet && !isFernetKey(plainValue(current))) {
    throw new Error(
      `${name} holds no Fernet key (line ${current.line}), and what is no key cannot be read ` +
        `beside one. For a secret of another kind leave --fernet away: ` +
        commandLine('rotate', target),
    )
  }
  return current
}

/** @throws Error when it is there twice, or not clear: what counts differs from reader to reader */
function settingOf(text: string, name: string, { file }: Target): Setting | undefined {
  const settings = settingsOf(text)
  const [first, second] = settings.filter((setting) => setting.name === name)
  if (first !== undefined && second !== undefined) {
    throw new Error(
      `${name} is set twice, on lines ${first.line} and ${second.line} of ${file}: delete one of them.`,
    )
  }
  checkClear(text, name, settings, first, file)
  return first
}

/** The value put into an empty setting, or into a line of its own: behind `after`, in its style. */
function filled(text: string, name: string, raw: string, there?: Setting, after?: Setting): string {
  if (there !== undefined) return withRaw(text, there, raw)
  return withLine(text, `${after?.prefix ?? ''}${name}=${raw}`, after)
}

/** In backticks it would be a command to a shell. */
function quotedAs({ raw }: Setting, secret: string): string {
  const quote = /^["']/.exec(raw)?.[0] ?? ''
  return quote + secret + quote
}

function isEmpty(setting: Setting): boolean {
  return plainValue(setting).trim() === ''
}

function isFernetKey(value: string): boolean {
  return /^[\w+/-]{43}=$/.test(value)
}
