/** A service as a user of the package writes it: copied beside the installed package, checked and run. */
import assert from 'node:assert/strict'
import { createHallpass, isHallpassError } from 'hallpass'
import { mount, requireLogin } from 'hallpass/fetch'
import { oidc } from 'hallpass/login'

const options = {
  baseUrl: 'https://shop.example',
  secrets: ['a secret of sixteen bytes or more'],
  login: oidc({ issuer: 'https://id.example', clientId: 'shop' }),
}
const members = requireLogin({ group: 'members' })(() => new Response('members'))
const serve = mount(createHallpass(options), (request, hallpass) =>
  new URL(request.url).pathname === '/'
    ? new Response(hallpass.user === undefined ? 'nobody' : 'somebody')
    : members(request, hallpass),
)
const get = (path: string, headers: Record<string, string>) =>
  serve(new Request(`https://shop.example${path}`, { headers }))

const home = await get('/', { accept: 'text/html' })
assert.equal(home.status, 200)
assert.equal(await home.text(), 'nobody')

const page = await get('/members', { accept: 'text/html', 'sec-fetch-mode': 'navigate' })
assert.equal(page.status, 302)
assert.match(page.headers.get('location') ?? '', /\/auth\/login\?returnTo=%2Fmembers$/)

const data = await get('/members', { accept: 'application/json' })
assert.equal(data.status, 401)
assert.equal(data.headers.get('content-type'), 'application/problem+json')
const problem: unknown = await data.json()
assert.ok(typeof problem === 'object' && problem !== null && 'code' in problem)
assert.equal(problem.code, 'login_required')

const who = await get('/auth/session', { accept: 'application/json' })
assert.equal(who.status, 200)
assert.equal(JSON.parse(await who.text()).signedIn, false)

assert.throws(
  () => createHallpass({ ...options, secrets: ['short'] }),
  (error) => isHallpassError(error) && error.code === 'invalid_config',
)
