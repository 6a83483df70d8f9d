/** The proxies' settings on docs/proxy.md: whole, and with room for our cookies. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MAX_TOTAL_BYTES } from '../../src/http/chunks.ts'
import { pageAt } from './pages.ts'

function block(language: string): string {
  const found = pageAt('docs/proxy.md').blocks.filter((one) => one.language === language)
  assert.equal(found.length, 1, `docs/proxy.md has one block of ${language}`)
  return found[0]?.text ?? ''
}

/** The words of each directive of nginx, by its name. @throws AssertionError for a broken file */
function directives(text: string): Map<string, string[]> {
  const found = new Map<string, string[]>()
  let depth = 0
  for (const line of text.split('\n').map((one) => one.trim())) {
    if (line === '') continue
    assert.match(line, /[;{}]$/, line)
    if (line.endsWith('{')) depth += 1
    if (line === '}') depth -= 1
    const [name = '', ...words] = line.replace(/[;{]$/, '').trim().split(/\s+/)
    found.set(name === 'proxy_set_header' ? `${name} ${words.shift()}` : name, words)
  }
  assert.equal(depth, 0, 'braces match')
  return found
}

const bytes = (size = '') => Number.parseInt(size, 10) * (size.endsWith('k') ? 1024 : 1)

test('nginx has room for the cookies of the largest session, in a request and in an answer', () => {
  const found = directives(block('nginx'))
  const needed = 2 * MAX_TOTAL_BYTES
  assert.ok(bytes(found.get('large_client_header_buffers')?.[1]) >= needed)
  assert.ok(bytes(found.get('proxy_buffer_size')?.[0]) >= needed)
  // nginx refuses settings that do not fit each other.
  const [count, size] = found.get('proxy_buffers') ?? []
  const busy = bytes(found.get('proxy_busy_buffers_size')?.[0])
  assert.ok(busy >= bytes(found.get('proxy_buffer_size')?.[0]))
  assert.ok(busy <= (Number(count) - 1) * bytes(size))
})

test('nginx passes the Host header on', () => {
  assert.deepEqual(directives(block('nginx')).get('proxy_set_header Host'), ['$host'])
})

test('Caddy has one site, which leads to the app', () => {
  assert.match(block('caddyfile'), /^shop\.example \{\n\treverse_proxy 127\.0\.0\.1:3000\n\}\n$/)
})
