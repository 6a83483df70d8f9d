import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../tests/property-runs.ts'
import { html } from './html.ts'

describe('html', () => {
  test('escapes text in content and in attributes', () => {
    const evil = `"><script>alert('1')</script>&`
    assert.equal(
      html`<p title="${evil}">${evil}</p>`.toString(),
      '<p title="&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;">' +
        '&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;</p>',
    )
  })

  test('keeps a template inside a template, and lists of them', () => {
    const items = ['a<', 'b'].map((item) => html`<li>${item}</li>`)
    assert.equal(html`<ul>${items}</ul>`.toString(), '<ul><li>a&lt;</li><li>b</li></ul>')
  })

  test('leaves out undefined and false, and writes 0', () => {
    assert.equal(html`${undefined}${false}${0}`.toString(), '0')
  })

  test('no text can open a tag, end an attribute, or be lost', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const escaped = html`${text}`.toString()
        assert.doesNotMatch(escaped, /[<>"']/)
        const back = escaped
          .replaceAll('&lt;', '<')
          .replaceAll('&gt;', '>')
          .replaceAll('&quot;', '"')
          .replaceAll('&#39;', "'")
          .replaceAll('&amp;', '&')
        assert.equal(back, text)
      }),
      PROPERTY_RUNS,
    )
  })
})
