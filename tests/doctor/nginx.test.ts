/** A real nginx between the doctor and a running guard: room for headers, cookies, caches. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { freePorts } from '../support/free-ports.ts'
import { nginx } from './nginx.ts'
import { examine, found, guardedApp, of, required, serve, strictProvider } from './world.ts'

/** nginx before the guard; `server` are its directives beside `proxy_pass`. */
async function behind(t: TestContext, server: string, more: Record<string, string> = {}) {
  const [port = 0, inner = 0] = await freePorts(2)
  const base = `http://shop.localhost:${port}`
  const provider = await strictProvider(t, base)
  const env = { ...required(provider.issuer, base), ...more }
  await serve(t, inner, guardedApp(env))
  await nginx(t, port, server.replaceAll('APP', `proxy_pass http://127.0.0.1:${inner};`))
  return await examine(env)
}

/** As docs/proxy.md has it. */
const ROOM =
  'large_client_header_buffers 4 32k; proxy_buffer_size 32k; proxy_buffers 8 32k; proxy_busy_buffers_size 64k;'

test('with room passes, and is seen', async (t) => {
  const findings = await behind(t, `${ROOM} location / { APP }`)
  for (const check of ['reach', 'login', 'cache', 'request-room', 'answer-room'] as const) {
    found(findings, `public.${check}`, 'ok')
  }
  found(findings, 'public.proxy', 'warning', /nginx.*HALLPASS_TRUSTED_PROXIES/)
  const trusting = await behind(t, `${ROOM} location / { APP }`, {
    HALLPASS_TRUSTED_PROXIES: 'loopback',
  })
  found(trusting, 'public.proxy', 'ok', /nginx.*trusted: loopback/)
})

test('with the buffers that it has by itself fails in both directions', async (t) => {
  const findings = await behind(t, 'proxy_buffer_size 4k; location / { APP }')
  found(findings, 'public.login', 'ok')
  const lines = /HTTP 400.*nginx: large_client_header_buffers 4 32k/
  found(findings, 'public.request-room', 'failed', lines)
  found(findings, 'public.answer-room', 'failed', /HTTP 502.*proxy_buffer_size 32k/)
})

test('that changes the cookie fails', async (t) => {
  const path = await behind(t, `${ROOM} location / { APP proxy_cookie_path / /app; }`)
  found(path, 'public.cookie', 'failed', /has the path \/app/)
  const hidden = await behind(t, `${ROOM} location / { APP proxy_hide_header Set-Cookie; }`)
  found(hidden, 'public.cookie', 'failed', /does not arrive/)
  const flags = await behind(t, `${ROOM} location / { APP proxy_cookie_flags ~ nohttponly; }`)
  found(flags, 'public.cookie', 'failed', /has no HttpOnly/)
})

test('that keeps what it should not fails', async (t) => {
  const keep =
    'proxy_cache all; proxy_cache_valid any 10m; proxy_ignore_headers Cache-Control Set-Cookie Expires;'
  const findings = await behind(t, `${ROOM} location / { APP ${keep} }`)
  found(findings, 'public.cache', 'failed', /same login: a cache/)
})

test('that says something else of caches gets a warning', async (t) => {
  const location = 'location / { APP proxy_hide_header Cache-Control; expires 1h; }'
  found(
    await behind(t, `${ROOM} ${location}`),
    'public.cache',
    'warning',
    /what arrives is max-age/,
  )
})

test('that passes some paths alone, or none, fails', async (t) => {
  const some = await behind(t, `${ROOM} location /account { APP }`)
  found(some, 'public.reach', 'ok')
  found(some, 'public.login', 'failed', /answers 404.*below \/_hallpass\//)
  assert.deepEqual(of(some, 'public.cookie'), [])
  const none = await behind(t, 'location / { proxy_pass http://127.0.0.1:9; }')
  found(none, 'public.reach', 'failed', /nginx.*answers 502.*correct its address/)
})

test('that sends visitors to another name fails', async (t) => {
  const elsewhere = await behind(t, 'return 301 https://www.shop.example$request_uri;')
  found(elsewhere, 'public.login', 'failed', /HALLPASS_BASE_URL to https:\/\/www\.shop\.example/)
  const page = await behind(t, 'location / { return 302 /welcome; }')
  found(page, 'public.login', 'failed', /leads to .*\/welcome, not to the provider/)
})
