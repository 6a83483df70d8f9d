import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../../tests/property-runs.ts'
import { paragraphs } from './paragraphs.ts'

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
