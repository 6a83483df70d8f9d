/** Looks: colours that can be read whatever is given, a policy opened for the logo alone, no HTML. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../tests/property-runs.ts'
import { dressed, type PageContent, page } from './page.ts'
import { contrast, shadesOf } from './page-colour.ts'
import { lookOf } from './page-look.ts'
import type { Theme } from './page-theme.ts'

const CONTENT: PageContent = { status: 200, title: 'Signed out', paragraphs: ['See you.'] }
const themed = (theme: Theme, content = CONTENT) => dressed(page(content), lookOf(theme))
const policyOf = (theme: Theme) =>
  new Map(themed(theme).headers).get('content-security-policy') ?? ''

describe('shades', () => {
  test('contrast is what WCAG says', () => {
    assert.equal(contrast('#000000', '#ffffff'), 21)
    assert.equal(contrast('#777777', '#ffffff').toFixed(2), '4.48')
  })

  test('can be read whatever the accent is', () => {
    const colour = fc
      .integer({ min: 0, max: 0xffffff })
      .map((value) => `#${value.toString(16).padStart(6, '0')}`)
    const grounds = fc.constantFrom(
      ['#f4f5f7', '#000000'] as const,
      ['#191d24', '#ffffff'] as const,
    )
    fc.assert(
      fc.property(colour, grounds, (accent, [ground, pole]) => {
        const { action, over, onAction, link, edge } = shadesOf(accent, ground, pole)
        assert.equal(action, accent)
        assert.ok(contrast(onAction, action) >= 4.5)
        assert.ok(contrast(onAction, over) >= 4.5)
        assert.ok(contrast(link, ground) >= 4.5)
        assert.ok(contrast(edge, ground) >= 3)
      }),
      PROPERTY_RUNS,
    )
  })

  test('what was changed is said', () => {
    assert.deepEqual(lookOf({ accent: '#1b57c4' }).notes, [])
    const [light, dark] = lookOf({ accent: '#ffe08a', accentDark: '#101828' }).notes
    assert.match(light ?? '', /^theme\.accent is too pale for links: they are #\w{6} instead/)
    assert.match(dark ?? '', /^theme\.accentDark is too dark for links/)
  })
})

describe('a page with a theme', () => {
  test('allows its two styles by hash, and pictures from where the logo is', () => {
    const theme = { name: 'Shop', accent: '#1b57c4' }
    const styles = [...(themed(theme).body ?? '').matchAll(/<style>([\s\S]*?)<\/style>/g)]
    assert.equal(styles.length, 2)
    for (const [, style = ''] of styles) {
      const hash = createHash('sha256').update(style).digest('base64')
      assert.ok(policyOf(theme).includes(`'sha256-${hash}'`))
    }
    assert.doesNotMatch(policyOf(theme), /img-src|unsafe/)
    assert.match(policyOf({ logo: '/logo.svg' }), /; img-src 'self';/)
    assert.match(policyOf({ logo: 'data:image/png;base64,AAAA' }), /; img-src data:;/)
    const away = 'https://cdn.example/a;b,c.svg?v=1'
    assert.match(policyOf({ logo: away }), /; img-src https:\/\/cdn\.example\/a%3Bb%2Cc\.svg;/)
  })

  test('never lets text become HTML', () => {
    const attack = `"'><script>alert(1)</script><img src=x onerror=alert(1)>`
    const body = themed({ name: attack, contact: attack }).body ?? ''
    assert.doesNotMatch(body, /<script|<img|"'>/)
  })

  test('a contact is a link where it is an address, else text', () => {
    const footer = (contact: string) => /<footer>.*<\/footer>/s.exec(themed({ contact }).body ?? '')
    assert.match(footer('a@b.example')?.[0] ?? '', /href="mailto:a@b\.example"/)
    assert.match(footer('https://help.example/')?.[0] ?? '', /href="https:\/\/help\.example\/"/)
    for (const text of ['Room 12', 'javascript:alert(1)', 'https://']) {
      assert.doesNotMatch(footer(text)?.[0] ?? '', /href/)
    }
  })

  test('is not put on a body or a policy that is no longer ours', () => {
    const look = lookOf({ name: 'Shop' })
    const own = { ...page(CONTENT), body: 'mine' }
    assert.equal(dressed(own, look).body, 'mine')
    assert.equal('page' in dressed(own, look), false)
    const stricter = [['content-security-policy', 'sandbox']] as const
    assert.deepEqual(dressed({ ...page(CONTENT), headers: stricter }, look).headers, stricter)
    const other = { status: 204, headers: [] }
    assert.equal(dressed(other, look), other)
  })
})
