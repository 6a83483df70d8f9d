import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../../tests/property-runs.ts'
import { html, paragraphs } from './html.ts'

describe('html', () => {
  test('escapes text in content and in attributes', () => {
    assert.equal(
      html`<p title="${`"'>`}">${'<b>&'}</p>`.toString(),
      '<p title="&quot;&#39;&gt;">&lt;b&gt;&amp;</p>',
    )
  })

  test('keeps templates in templates, and lists of them', () => {
    const items = ['a<', 'b'].map((item) => html`<li>${item}</li>`)
    assert.equal(html`<ul>${items}</ul>`.toString(), '<ul><li>a&lt;</li><li>b</li></ul>')
    assert.equal(html`${undefined}${false}${0}`.toString(), '0')
  })

  test('lets no text open a tag or end an attribute', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        assert.doesNotMatch(html`${text}${[text]}`.toString(), /[<>"']/)
      }),
      PROPERTY_RUNS,
    )
  })
})

describe('paragraphs', () => {
  test('are set apart by empty lines; a line break stays', () => {
    assert.equal(
      paragraphs('\r\none\r\ntwo\r\n \r\n<b>three</b>\n\n\n\nfour ').toString(),
      '<p>one<br>two</p><p>&lt;b&gt;three&lt;/b&gt;</p><p>four</p>',
    )
    assert.equal(paragraphs(' \n\n ').toString(), '')
  })

  test('hold no HTML but their own', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('<', 'p', '>', '\n', '"', 'a') }), (text) => {
        const rest = paragraphs(text)
          .toString()
          .replaceAll(/<\/?p>|<br>/g, '')
        assert.doesNotMatch(rest, /[<>"]/)
      }),
      PROPERTY_RUNS,
    )
  })
})
