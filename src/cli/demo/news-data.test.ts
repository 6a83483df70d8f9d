import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { openNewsData } from './news-data.ts'
import { frontPage } from './news-pages.ts'

describe('the newspaper', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hallpass-news-'))
  })
  after(() => rm(folder, { recursive: true }))

  test('keeps headlines, the line across the top and reading lists over a restart', async () => {
    const file = join(folder, 'news.json')
    const paper = await openNewsData(file)
    paper.edit('ferry', { headline: 'New' })
    paper.setBreaking('Fog')
    paper.keep('x', 'ferry', true)
    paper.keep('x', 'bakery', true)
    await paper.flush()
    const again = await openNewsData(file)
    assert.equal(again.article('ferry')?.headline, 'New')
    assert.equal(again.breaking(), 'Fog')
    assert.deepEqual(
      again.kept('x').map(({ slug }) => slug),
      ['bakery', 'ferry'],
    )
    assert.equal(again.readers('ferry'), 1)
  })

  test('says on the front page that every article is withdrawn', () => {
    assert.match(String(frontPage([], undefined)), /<h1>No news today<\/h1>/)
  })

  test('shows no draft, not even one that somebody keeps', async () => {
    const paper = await openNewsData()
    assert.equal(paper.article('library'), undefined)
    paper.keep('__proto__', 'library', true)
    assert.deepEqual(paper.kept('__proto__'), [])
    paper.edit('library', { published: true })
    assert.equal(paper.kept('__proto__').length, 1)
  })

  test('names the file that is damaged', async () => {
    const file = join(folder, 'damaged.json')
    await writeFile(file, '{"articles":1,"lists":{}}')
    await assert.rejects(openNewsData(file), { message: /damaged\.json/ })
  })
})
