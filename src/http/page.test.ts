import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../tests/property-runs.ts'
import { escapeHtml, type PageContent, page } from './page.ts'

const PLAIN: PageContent = { status: 200, title: 'Signed out', paragraphs: ['See you soon.'] }
const header = (content: PageContent, name: string) =>
  new Map(page(content).headers).get(name) ?? ''
const body = (content: Partial<PageContent>) => page({ ...PLAIN, ...content }).body ?? ''

describe('page', () => {
  test('is HTML that is not stored, sniffed, framed, or named as a referrer', () => {
    assert.equal(page(PLAIN).status, 200)
    assert.equal(header(PLAIN, 'content-type'), 'text/html; charset=utf-8')
    assert.equal(header(PLAIN, 'cache-control'), 'no-store')
    assert.equal(header(PLAIN, 'x-content-type-options'), 'nosniff')
    assert.equal(header(PLAIN, 'referrer-policy'), 'no-referrer')
    assert.match(header(PLAIN, 'content-security-policy'), /frame-ancestors 'none'/)
  })

  test('allows its own style by hash and nothing else', () => {
    const style = /<style>([\s\S]*?)<\/style>/.exec(body({}))?.[1] ?? ''
    const hash = createHash('sha256').update(style).digest('base64')
    const policy = header(PLAIN, 'content-security-policy')
    assert.ok(policy.startsWith(`default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'`))
    assert.doesNotMatch(policy, /unsafe/)
    assert.doesNotMatch(body({}), /<script|style=|\son\w+=/i)
  })

  test('forbids forms, unless it has one that may redirect to the provider', () => {
    const form = { action: '/auth/logout', label: 'Sign out' }
    assert.match(header(PLAIN, 'content-security-policy'), /form-action 'none'/)
    assert.doesNotMatch(header({ ...PLAIN, form }, 'content-security-policy'), /form-action/)
  })

  test('makes the form the main action, else the first link', () => {
    const links = [
      { href: '/', label: 'Home' },
      { href: '/help', label: 'Help' },
    ]
    assert.match(body({ links }), /<a class="main" href="\/">Home<\/a>\n<a href="\/help">Help/)
    const form = { action: '/auth/logout', label: 'Sign out', hidden: { csrf: 'a"b' } }
    const both = body({ links, form })
    assert.match(both, /<form method="post" action="\/auth\/logout">/)
    assert.match(both, /<input type="hidden" name="csrf" value="a&quot;b">/)
    assert.match(both, /<button type="submit">Sign out<\/button>/)
    assert.doesNotMatch(both, /class="main"/)
  })

  test('leaves out links that are not to a page', () => {
    for (const href of [
      'javascript:alert(1)',
      'java\nscript:alert(1)',
      ' JAVASCRIPT:x',
      'data:,x',
    ]) {
      const links = [{ href, label: 'Click' }]
      const form = { action: href, label: 'Post' }
      assert.doesNotMatch(body({ links, form, code: 'x', docs: href }), /Click|Post|href=|action=/)
    }
  })

  test('shows code, detail and the page that explains it', () => {
    const text = body({
      code: 'state_unknown',
      detail: 'No login.',
      docs: 'https://docs.example/#a',
    })
    assert.match(text, /<code>state_unknown<\/code>/)
    assert.match(text, /<p>No login.<\/p>/)
    assert.match(text, /<a href="https:\/\/docs.example\/#a">What this means<\/a>/)
    assert.doesNotMatch(body({}), /<footer>/)
  })

  test('never lets text become HTML (CVE-2021-32702)', () => {
    const attack = `"'><script>alert(1)</script><img src=x onerror=alert(1)>`
    const text = body({
      title: attack,
      paragraphs: [attack],
      code: attack,
      detail: attack,
      docs: `/${attack}`,
      links: [{ href: `/${attack}`, label: attack }],
      form: { action: `/${attack}`, label: attack, hidden: { [attack]: attack } },
    })
    assert.doesNotMatch(text, /<script|<img/)
    assert.doesNotMatch(text, /"'>/)
  })
})

test('escapeHtml leaves no character of markup and loses nothing', () => {
  const back: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...`<>&"'a;#39amp`) }), (text) => {
      const escaped = escapeHtml(text)
      assert.doesNotMatch(escaped, /[<>"']/)
      assert.equal(
        escaped.replace(/&(#?\w+);/g, (_, name) => back[name] ?? '?'),
        text,
      )
    }),
    PROPERTY_RUNS,
  )
})
