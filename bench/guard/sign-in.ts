/** Cookies of visitors who are really signed in. */
import { randomBytes } from 'node:crypto'
import type { Account } from '../../src/cli/demo/accounts.ts'
import { exchangeOf } from '../../tests/exchange-of.ts'
import { Browser } from '../../tests/support/browser.ts'
import { built } from '../modules.ts'
import type { Setup } from './servers/setup.ts'
import type { Target } from './targets.ts'

/** Whom the provider knows. */
export const ACCOUNT: Account = {
  id: 'user-1',
  password: 'demo',
  name: 'Una Ser',
  email: 'una@harbour.example',
  groups: ['editor'],
}

/** The `Cookie` headers of a target's visitors; a visitor of a bare server has none. */
export async function signIn(target: Target, setup: Setup): Promise<(string | undefined)[]> {
  if (target.signIn === 'none') return [undefined]
  const browser = new Browser()
  const { baseUrl } = setup
  if (target.signIn === 'route') {
    await browser.send(`${baseUrl}/login`, { method: 'POST' })
  } else {
    const appState = target.large ? '?appState=large' : ''
    const page = await browser.visit(`${baseUrl}${target.signIn}${appState}`)
    await browser.submit(page, { username: ACCOUNT.id, password: ACCOUNT.password })
  }
  const navigation = { method: 'GET', navigation: true }
  const cookie = browser.jar.header(new URL(`${baseUrl}/me`), navigation)
  if (cookie === undefined) throw new Error(`${target.name}: the login set no cookie`)
  return target.visitors === undefined ? [cookie] : await many(target.visitors, cookie, setup)
}

/** Sessions like that of `cookie`, each with its own id, sealed as the server seals them. */
async function many(count: number, cookie: string, { secret }: Setup): Promise<string[]> {
  const { createKeyring } =
    await built<typeof import('../../src/crypto/keyring.ts')>('crypto/keyring')
  const { SealedCookie } =
    await built<typeof import('../../src/session/sealed-cookie.ts')>('session/sealed-cookie')
  const { Revocations } =
    await built<typeof import('../../src/session/revocations.ts')>('session/revocations')
  const now = () => Math.floor(Date.now() / 1000)
  const sealed = new SealedCookie({
    keyring: createKeyring([secret]),
    name: 'hallpass',
    secure: false,
    lifetime: { idle: 3600, absolute: 86_400 },
    revocations: new Revocations(86_400, now),
    now,
    accepts: () => true,
  })
  const { state } = sealed.read(exchangeOf({ headers: { cookie } }))
  if (state === undefined) throw new Error('the session of the login cannot be read')
  const nobody = exchangeOf({})
  return Array.from({ length: count }, () => {
    const lines = sealed.write(nobody, { ...state, id: randomBytes(16).toString('base64url') })
    return (lines ?? []).map(([, line]) => line.split(';', 1)[0]).join('; ')
  })
}
