/** The settings of a page, with what a reader fills in: secrets of their own. */
import { parseEnv } from 'node:util'

const SECRETS: Readonly<Record<string, string>> = {
  AGS_CLIENT_SECRET: 'hunter2-of-the-client',
  AGS_CLIENT_SESSION_SECRET: 'hunter2-of-the-sessions-of-the-guard',
}

/** What a block has no line for stays out; a file that it names for a secret stays named. */
export function filledIn(text: string): Record<string, string> {
  const given = parseEnv(text)
  return Object.fromEntries(
    Object.entries(given).map(([name, value = '']) => [name, SECRETS[name] ?? value]),
  )
}
