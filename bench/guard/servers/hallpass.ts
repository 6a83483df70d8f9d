/** The hallpass of the servers that have one: every default, and a provider. */
import { randomBytes } from 'node:crypto'
import type { Hallpass } from '../../../src/pass/types.ts'
import { built } from '../../modules.ts'
import { CLIENT, LARGE_BYTES, SCOPE, type Setup } from './setup.ts'

/** A login with `appState=large` keeps some kilobytes of the app's own. */
export async function passOf({ baseUrl, issuer, secret }: Setup): Promise<Hallpass> {
  const { createHallpass } = await built<typeof import('../../../src/index.ts')>('index')
  const { oidc } = await built<typeof import('../../../src/login.ts')>('login')
  return createHallpass({
    baseUrl,
    secrets: [secret],
    login: oidc({ issuer, clientId: CLIENT.id, clientSecret: CLIENT.secret, scope: SCOPE }),
    hooks: {
      afterLogin({ appState, session }) {
        if (appState === 'large') session.draft = randomBytes(LARGE_BYTES / 2).toString('hex')
      },
    },
  })
}
