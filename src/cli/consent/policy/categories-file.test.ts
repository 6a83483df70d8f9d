import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { categoriesOfFile } from './categories-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'hallpass-categories-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const FILE = join(folder, 'categories.json')
const read = (content: unknown) => {
  writeFileSync(FILE, typeof content === 'string' ? content : JSON.stringify(content))
  return categoriesOfFile(FILE)
}

describe('a file of categories', () => {
  test('is a list', () => {
    const categories = [
      { id: 'essential', always: true },
      { id: 'performance', classic: 'performance' },
      { id: 'video', title: 'Video', description: 'Films of others.' },
    ]
    assert.deepEqual(read(categories), categories)
    assert.deepEqual(read([{ title: ' Video ', always: false, id: 'video' }]), [
      { id: 'video', title: 'Video' },
    ])
  })

  test('is refused with all that is wrong', () => {
    for (const [content, message] of [
      ['{', /is no JSON\. It must be a list/],
      [{ id: 'video' }, /categories must be a list/],
      [[], /There is no category that visitors are asked about/],
      [
        [{ id: 'Video' }, { id: 'a', always: true, classic: 'performance' }],
        /“Video” must be lower case letters.*\. Nobody is asked about the category “a”/,
      ],
      [[{ id: 7 }, { id: 'a', classic: 'ads' }], /\[0\]\.id must be .*\[1\]\.classic must be/],
      [[{ name: 'video' }], /\[0\]\.id is missing/],
      [[{ id: 'video', colour: 'red' }], /colour is not an option/],
      [[{ id: 'video', title: '' }], /title must not be empty/],
    ] as const) {
      assert.throws(() => read(content), message)
    }
  })
})
