/** What README.md promises about the demo and the package. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { ACCOUNTS } from '../../src/cli/demo/accounts.ts'
import { demoArguments } from '../../src/cli/demo/options.ts'
import { pageAt } from './pages.ts'

const { text, blocks } = pageAt('README.md')
const manifest = JSON.parse(readFileSync('package.json', 'utf8'))

test('README.md has two set-up commands, one for the main job and one for the tests', () => {
  const commands = blocks.filter((block) => block.text.startsWith('npm ci'))
  assert.deepEqual(
    commands.map((block) => block.text),
    ['npm ci && npm start\n', 'npm ci && npm test\n'],
  )
})

test('README.md names the addresses of the demo', () => {
  const { port } = demoArguments([])
  assert.ok(text.includes(`<http://shop.localhost:${port + 1}>`))
  assert.ok(text.includes(`<http://news.localhost:${port + 2}>`))
})

test('README.md names the accounts of the demo and their password', () => {
  for (const { id, password } of ACCOUNTS) {
    assert.ok(text.includes(`\`${id}\``), id)
    assert.ok(text.includes(`password \`${password}\``), password)
  }
})

test('README.md asks for the version of Node that package.json asks for', () => {
  const version = manifest.engines.node.replace('>=', '')
  assert.ok(text.includes(`Node ${version} or later`))
})

test('the table of README.md has every adapter of the package', () => {
  const named = [...text.matchAll(/^\|.*`(hallpass\/\w+)`/gm)].map(([, name]) => name)
  const others = ['.', './package.json', './login', './login/cognito', './guard'].concat([
    './signing',
    './sealing',
    './tokens',
    './tokens/client',
    './tokens/password',
    './consent',
    './consent/service',
    './consent/banner',
    './config',
    './rest',
    './sentry',
    './jobs',
    './testing',
  ])
  const adapters = Object.keys(manifest.exports).filter(
    (name) => !others.includes(name) && !name.startsWith('./stores/'),
  )
  assert.deepEqual(named.sort(), adapters.map((name) => name.replace('.', 'hallpass')).sort())
})

test('README.md says what is not there', () => {
  const [, status = ''] = text.split('## Status')
  const missing = ['DPoP', 'JARM', 'dynamic client registration']
  for (const word of missing) assert.match(status, new RegExp(`Not there:[^]*${word}`), word)
})
