import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { BannerConfig } from './config.ts'
import { TEXTS } from './texts/all.ts'
import { en } from './texts/en.ts'
import { wordsFor } from './words.ts'

const { de, zh } = TEXTS
const config = { texts: { ...(de && { de }), ...(zh && { 'zh-Hant': zh, zh }) } }

describe('the words of a page', () => {
  for (const [tag, language] of [
    ['en-GB', 'en'],
    ['de', 'de'],
    ['DE-at', 'de'],
    ['zh-Hant-TW', 'zh-Hant'],
    ['zh-CN', 'zh'],
    ['fr', 'en'],
    ['', 'en'],
    ['de_DE', 'en'],
    ['-', 'en'],
  ] as const) {
    test(`${tag || 'without a language'}: ${language}`, () => {
      assert.equal(wordsFor(config, tag).language, language)
    })
  }

  test('are those of the site first, then English; also for other languages without words', () => {
    const own: BannerConfig = { texts: { en: { title: 'Ours' } } }
    for (const tag of ['en', 'en-US', 'fr']) {
      const words = wordsFor(own, tag)
      assert.deepEqual([words.title, words.body], ['Ours', en.body])
    }
  })

  test('of a category: in its language, then its own, then the built-in ones, then its id', () => {
    const texts = { en: { categories: { ads: { title: 'Ads', description: 'Pays for it.' } } } }
    const { of } = wordsFor({ texts }, 'en')
    assert.equal(of({ id: 'ads', title: 'Advertising' }).title, 'Ads')
    assert.deepEqual(of({ id: 'performance', title: 'Counting' }), {
      title: 'Counting',
      description: en.categories.performance?.description,
    })
    assert.deepEqual(of({ id: 'performance' }), en.categories.performance)
    assert.deepEqual(of({ id: 'video' }), { title: 'video', description: '' })
  })

  test('run from right to left where they do', () => {
    const texts = { ar: {}, he: {}, 'fa-IR': {}, arn: {}, de: {} }
    const direction = (tag: string) => wordsFor({ texts }, tag).direction
    assert.deepEqual(Object.keys(texts).map(direction), ['rtl', 'rtl', 'rtl', 'ltr', 'ltr'])
  })
})

test('every language has all words, and its own', () => {
  for (const [language, words] of Object.entries(TEXTS)) {
    assert.deepEqual(Object.keys(words).sort(), Object.keys(en).sort(), language)
    assert.deepEqual(Object.keys(words.categories), Object.keys(en.categories), language)
    assert.match(words.held, /\{category\}/, language)
    if (language !== 'en') assert.notEqual(words.body, en.body, language)
  }
})
