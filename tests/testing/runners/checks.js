/** What a service's authors test with hallpass/testing; each runner runs the same. */
import { createHallpass } from 'hallpass'
import { oidc } from 'hallpass/login'
import {
  apiClient,
  crudTest,
  fakeClock,
  fakeProvider,
  privilegeTest,
  signedIn,
} from 'hallpass/testing'
import { APPS } from './apps.js'

const clock = fakeClock()
const provider = fakeProvider({ now: clock.now })
const { issuer, clientId, clientSecret } = provider
const pass = createHallpass({
  baseUrl: 'https://notes.example',
  secrets: ['a secret of at least sixteen bytes'],
  login: oidc({ issuer, clientId, clientSecret }),
  fetch: provider.fetch,
  now: clock.now,
})

const staff = () => signedIn(pass, { sub: 'ida', groups: ['staff'] })
const NOTES = { endpoint: '/notes', first: { title: 'a' }, second: { title: 'b' } }

/** Each a test: its name, and what it runs. With `broken` all of them fail. */
export function checks(broken) {
  return Object.entries(APPS).flatMap(([name, appOf]) => [
    [
      `${name}: crudTest`,
      async () => crudTest({ target: appOf(pass, { broken }), headers: await staff(), ...NOTES }),
    ],
    [
      `${name}: privilegeTest`,
      async () => {
        const target = appOf(pass, { broken })
        await apiClient(target, { headers: await staff() }).post('/notes', { title: 'a' })
        const una = await signedIn(pass, { sub: 'una', groups: broken ? ['staff'] : [] })
        const one = { target, endpoint: '/notes', id: 1, data: { title: 'b' } }
        const expect = { 'plural-get': 200, get: 200, post: 403, put: 403, delete: 403 }
        await privilegeTest({ ...one, headers: una, expect })
        const nobody = { 'plural-get': 401, get: 401, post: 401, put: 401, delete: 401 }
        await privilegeTest({ ...one, expect: nobody })
      },
    ],
    [
      `${name}: signIn`,
      async () => {
        const app = appOf(pass, { broken })
        const headers = await provider.signIn(app, { sub: 'ole', groups: ['staff'] })
        const api = apiClient(app, { headers })
        await api.post('/notes', { title: 'a' }, { expect: broken ? 403 : 201 })
        clock.advance(86_400)
        await api.get('/notes', { expect: 401 })
      },
    ],
  ])
}
