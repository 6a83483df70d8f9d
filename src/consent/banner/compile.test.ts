import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { bannerScript, LANGUAGES, textsFor } from './compile.ts'
import { SCRIPT } from './script.generated.ts'

/** The configuration that a script starts with. */
function configOf(script: string): Record<string, unknown> {
  assert.ok(script.startsWith(SCRIPT))
  const call = script.slice(SCRIPT.length).match(/^hallpassConsent\.start\((.*)\);\n$/)
  return JSON.parse(call?.[1] ?? '')
}

describe('the script that a site serves', () => {
  test('has the configuration, and the words of the languages alone that are asked for', () => {
    const config = configOf(bannerScript({ policyUrl: '/privacy' }, ['de', 'en', 'xx']))
    assert.deepEqual(Object.keys(config.texts as object), ['de'])
    assert.deepEqual(config.texts, textsFor(['de']))
    assert.equal(config.policyUrl, '/privacy')
  })

  test('puts the words of the site over the built-in ones', () => {
    const texts = { de: { title: 'Hallo' }, fi: { title: 'Hei' } }
    const categories = [{ id: 'performance', title: 'Statistik' }, { id: 'video' }]
    const { texts: compiled } = configOf(bannerScript({ texts, categories }, ['de']))
    const { de, fi } = compiled as Record<string, Record<string, Record<string, unknown>>>
    assert.equal(de?.title, 'Hallo')
    assert.equal(de?.save, textsFor(['de']).de?.save)
    assert.deepEqual(de?.categories?.performance, {
      title: 'Statistik',
      description: textsFor(['de']).de?.categories.performance?.description,
    })
    assert.deepEqual(fi, { title: 'Hei' })
  })

  test('cannot be ended by a text in it', () => {
    const script = bannerScript({ texts: { en: { title: '</script><script>alert(1)' } } })
    assert.ok(!script.slice(SCRIPT.length).includes('<'))
    assert.match(JSON.stringify(configOf(script)), /<\/script>/)
  })

  test('thirteen languages', () => {
    assert.deepEqual(
      [...LANGUAGES],
      ['ar', 'de', 'en', 'es', 'fr', 'it', 'ja', 'ko', 'nl', 'pl', 'pt', 'sv', 'zh'],
    )
    assert.deepEqual(textsFor(['constructor']), {})
  })
})
