/** docs/doctor.md: its sample is what the program prints, and its table has every check. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { CHECKS } from '../../src/cli/doctor/finding.ts'
import { freePorts } from '../support/free-ports.ts'
import { metadataOf } from '../support/hostile-shapes.ts'
import { certificate, tlsBefore } from './certificates.ts'
import { nginx } from './nginx.ts'
import { doctor } from './program.ts'
import { complete, guardedApp, required, serve, strictProvider } from './world.ts'

const page = readFileSync('docs/doctor.md', 'utf8')

test('has a row for every check, in the order of the report', () => {
  const rows = [...page.matchAll(/^\| `([a-z]+\.[a-z-]+)` \|/gm)].map(([, name]) => name)
  assert.deepEqual(rows, [...CHECKS])
})

test('shows what the program prints', async (t) => {
  const [front = 0, inner = 0] = await freePorts(2)
  const pair = certificate(t)
  const shop = `https://127.0.0.1:${await tlsBefore(t, front, pair)}`
  const provider = await strictProvider(t, 'https://old.shop.example')
  const issuer = `https://127.0.0.1:${await tlsBefore(t, Number(new URL(provider.issuer).port), pair)}`
  provider.change.metadata = () => ({ ...complete(metadataOf(issuer)), end_session_endpoint: null })
  const env = required(issuer, shop)
  await serve(t, inner, guardedApp({ ...env, AGS_CLIENT_VERIFY_SSL: 'false' }))
  await nginx(
    t,
    front,
    `proxy_buffer_size 4k; location / { proxy_pass http://127.0.0.1:${inner}; }`,
  )

  const { stdout } = await doctor({ ...env, NODE_EXTRA_CA_CERTS: pair.cert })
  const general = stdout
    .replaceAll(new URL(issuer).host, 'accounts.example.com')
    .replaceAll(new URL(shop).host, 'shop.example')
    .replace(/until \d{4}-\d\d-\d\d/g, 'until 2027-02-23')
    .replace(/Node [\d.]+/, 'Node 24.21.0')
    .replace(/nginx\/[\d.]+/g, 'nginx/1.22.1')
  const sample = /```text output\n(.*?)```/s.exec(page)?.[1]
  assert.equal(sample, general)
})
