import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../tests/property-runs.ts'
import { canonicalPath } from './paths.ts'

const forms = (url: string): readonly string[] => canonicalPath(url)?.forms ?? []

describe('canonicalPath', () => {
  test('gives a plain path as its only reading, without the query', () => {
    for (const path of [
      '/',
      '/a',
      '/account/orders-2/x_y',
      '/.well-known/jwks.json',
      '/app.min.js',
    ]) {
      assert.deepEqual(canonicalPath(path), { path, forms: [path] })
      assert.deepEqual(canonicalPath(`${path}?path=/status&x=%zz`), { path, forms: [path] })
    }
  })

  test('gives a path with upper case, or with a slash at its end, in two readings', () => {
    assert.deepEqual(canonicalPath('/a/b/'), { path: '/a/b/', forms: ['/a/b/', '/a/b'] })
    assert.deepEqual(canonicalPath('/Admin'), { path: '/Admin', forms: ['/Admin', '/admin'] })
  })

  test('decodes once, collapses slashes, resolves dot segments', () => {
    const cases: Record<string, string> = {
      '/a/../b': '/b',
      '/a/./b/': '/a/b/',
      '/a/b/..': '/a/',
      '/../../b': '/b',
      '//a///b': '/a/b',
      '/a//../b': '/b',
      '/%2e%2e/b': '/b',
      '/a%2fb': '/a/b',
      '/a%252fb': '/a%2fb',
      '/caf%C3%A9': '/café',
      '/a%20b': '/a b',
      '/%61dmin': '/admin',
    }
    for (const [url, path] of Object.entries(cases)) assert.equal(canonicalPath(url)?.path, path)
  })

  const disguises = [
    '/admin/',
    '/admin//',
    '//admin',
    '/./admin',
    '/x/../admin',
    '/x/%2e%2e/admin',
    '/x/%2E%2E/admin',
    '/x/.%2e/admin',
    '/x%2f..%2fadmin',
    '/x/%252e%252e/admin',
    '/x/..%2fadmin',
    '/x/..%5cadmin',
    '/x\\..\\admin',
    '/x/..;/admin',
    '/x/..;a=b/admin',
    '/x/%2e%2e%3b/admin',
    '/;/admin',
    '/admin;',
    '/admin;jsessionid=1',
    '/admin%3bx',
    '/ADMIN',
    '/Admin/',
    '/%61dmin',
    '/%2561dmin',
    '/%41DMIN',
    '/admin.',
    '/admin..',
    '/admin%2e',
    '/admin%20',
    '/admin%20.',
    '/%20admin',
    '/admin%C2%A0',
    '/admin%2f',
    '/%2fadmin',
    '/%5cadmin',
    '/\\admin',
    '//evil.example/admin',
    '/\\evil.example/admin',
    '//evil.example%2fadmin',
    '/a//../../admin',
    '/x/%2e%2e/%41dmin;v=1/?path=/status',
  ]
  for (const url of disguises) {
    test(`reads ${url} as /admin among others`, () => {
      const all = forms(url)
      assert.ok(all.includes('/admin'), all.join('  '))
      assert.equal(all[0], url.split('?', 1)[0])
    })
  }

  const malformed = [
    '',
    '*',
    'admin',
    'http://evil.example/admin',
    '/a#b',
    '/a b',
    '/a\tb',
    '/a\r\nb',
    '/a\u0000',
    '/é',
    '/a<b',
    '/%',
    '/%zz',
    '/%f',
    '/%ff',
    '/%c0%ae%c0%ae/admin',
    '/%u002e%u002e/admin',
    '/admin%00',
    '/admin%0a',
    '/admin%09',
    '/admin%7f',
    '/admin%2500',
    `/a%${'25'.repeat(80)}41`,
  ]
  for (const url of malformed) {
    test(`refuses ${JSON.stringify(url).slice(0, 40)}`, () => {
      assert.equal(canonicalPath(url), undefined)
    })
  }

  const piece = fc.constantFrom(
    ...[
      '/',
      '//',
      '\\',
      '.',
      '..',
      ';',
      ';a=b',
      '%2e',
      '%2f',
      '%5c',
      '%20',
      '%25',
      '%3b',
      'a',
      'B',
    ],
    ...['%61', '%C3%A9', '%00', '%ff', '%', '#', '?', 'x.y', ' '],
  )
  const target = fc.oneof(
    fc.array(piece, { maxLength: 10 }).map((parts) => `/${parts.join('')}`),
    fc.string({ unit: 'binary' }),
    fc.webPath(),
  )

  test('never throws, and its readings are distinct paths that hold the canonical one', () => {
    fc.assert(
      fc.property(target, (url) => {
        const canonical = canonicalPath(url)
        if (canonical === undefined) return
        const { path, forms: all } = canonical
        assert.equal(new Set(all).size, all.length)
        assert.ok(all.includes(path))
        for (const form of all) assert.match(form, /^\//)
        assert.doesNotMatch(path, /\/\/|\/\.{1,2}(?:\/|$)/)
      }),
      PROPERTY_RUNS,
    )
  })

  test('holds what the WHATWG URL parser makes of it, decoded too', () => {
    fc.assert(
      fc.property(target, (url) => {
        const all = canonicalPath(url)?.forms
        if (all === undefined) return
        const seen = URL.parse(url, 'http://a.example')
        // a parser that refuses the target answers 400 itself
        if (seen === null) return
        const { pathname } = seen
        const readable = [pathname, decodeOrKeep(pathname)].map(escapesAside)
        const known = new Set(all.map(escapesAside))
        for (const path of readable) assert.ok(known.has(path), `${path} not in ${all.join('  ')}`)
      }),
      PROPERTY_RUNS,
    )
  })

  test('holds what a router reads that begins the query at the first semicolon', () => {
    for (const url of ['/secret;/x', '/secret;a/b', '/secret%3b/x', '/%2e/secret;x/../y']) {
      assert.ok(canonicalPath(url)?.forms.includes('/secret'), url)
    }
  })

  test('holds what a file system without case takes for the same name', () => {
    assert.ok(canonicalPath('/%C5%BFecret/a')?.forms.includes('/secret/a'))
    assert.ok(canonicalPath('/pa%C3%9Fword')?.forms.includes('/password'))
  })

  test('refuses a long path with many readings, before they cost much', () => {
    for (const part of ['/./', ';%20/./']) {
      assert.equal(canonicalPath(`/${part.repeat(15_000 / part.length)}`)?.path, undefined)
    }
    assert.equal(canonicalPath(`/${'%C3%A9'.repeat(2500)}`)?.forms.length, 3)
  })

  test('takes time in proportion to the length', () => {
    const started = performance.now()
    for (const part of ['/', '/..', '%2f', ';', '/a.', 'a.', '%20', '. ', '\\', '//', '%25']) {
      canonicalPath(`/${part.repeat(16_000 / part.length)}!`)
    }
    assert.ok(performance.now() - started < 2000)
  })
})

/** The parser escapes some characters itself, which changes the spelling but not the path. */
function escapesAside(path: string): string {
  return path.replace(/[^\u0021-\u007e]|[`{}^]/gu, encodeURIComponent)
}

function decodeOrKeep(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
