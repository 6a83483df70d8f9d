import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { CONSENT, type Fields, pagesWorld, submit, textOf } from './pages-world.ts'

const NEW = '/dashboard/policy/new'
const DRAFT: Fields = {
  text: 'First.\r\n\r\nSecond <b>line</b>',
  id: ['essential', 'performance', 'video', ''],
  title: ['', '', 'Video', ''],
  description: ['', '', 'Films of others', ''],
  kind: ['always', 'performance', '', ''],
  change: 'material',
}

describe('the policy of the dashboard', () => {
  test('is written, looked at, published, and asks again', async (t) => {
    const pages = await pagesWorld(t)
    const { store } = pages.world
    const staff = await pages.staff()
    const none = await staff.visit(`${CONSENT}/dashboard/policy`)
    assert.match(textOf(none), /No policy yet .* hallpass consent policy publish/)
    const form = await staff.visit(CONSENT + NEW)
    const preview = await submit(staff, form, NEW, { ...DRAFT, step: 'preview' })
    assert.match(textOf(preview), /Preview of version 1 .* everybody is asked again/)
    assert.match(preview.body, /<p>First\.<\/p><p>Second &lt;b&gt;line&lt;\/b&gt;<\/p>/)
    assert.equal((await store.policies()).length, 0)
    const edited = await submit(staff, preview, NEW, { ...DRAFT, step: 'edit' })
    assert.match(edited.body, /value="Films of others"/)
    assert.match(edited.body, /value="material" required checked/)
    const done = await submit(staff, preview, NEW, { ...DRAFT, step: 'publish' })
    assert.match(textOf(done), /Version 1 is in force\. Everybody is asked again\./)
    const [policy] = await store.policies()
    assert.deepEqual(
      [policy?.text, policy?.material, policy?.categories],
      [
        'First.\n\nSecond <b>line</b>',
        true,
        [
          { id: 'essential', always: true },
          { id: 'performance', classic: 'performance' },
          { id: 'video', title: 'Video', description: 'Films of others' },
        ],
      ],
    )
  })

  test('keeps every version, and shows each', async (t) => {
    const pages = await pagesWorld(t)
    const staff = await pages.staff()
    const form = await staff.visit(CONSENT + NEW)
    await submit(staff, form, NEW, { ...DRAFT, step: 'publish' })
    const second = { ...DRAFT, text: 'Other words', change: 'wording', step: 'publish' }
    const done = await submit(staff, form, NEW, second)
    assert.match(textOf(done), /Choices that were made go on\. .* Version 2 in force/)
    const first = await staff.visit(`${CONSENT}/dashboard/policy?version=1`)
    assert.match(textOf(first), /Version 1 To the version in force .* First\./)
    for (const version of ['9', 'x', '-1']) {
      const page = await staff.visit(`${CONSENT}/dashboard/policy?version=${version}`)
      assert.match(textOf(page), /Version 2 in force/)
    }
  })

  test('is not published with faults, which are said all at once', async (t) => {
    const pages = await pagesWorld(t)
    const staff = await pages.staff()
    const form = await staff.visit(CONSENT + NEW)
    const faulty = {
      text: ' ',
      id: ['essential', 'essential', 'Bad Id', ''],
      title: ['', '', '', 'No id'],
      kind: ['', 'always', 'always', 'always'],
      step: 'publish',
    }
    const refused = await submit(staff, form, NEW, faulty)
    assert.equal(refused.status, 400)
    const said = textOf(refused)
    for (const part of [
      /Write the text/,
      /“Bad Id” must be/,
      /A category has no id/,
      /“essential” is there twice/,
      /“essential” is always on/,
      /Say whether the substance changes/,
    ]) {
      assert.match(said, part)
    }
    assert.match(refused.body, /value="No id"/)
    const nobody = { ...DRAFT, id: ['essential'], kind: ['always'], step: 'publish' }
    assert.match(textOf(await submit(staff, form, NEW, nobody)), /no category that visitors/)
    await submit(staff, form, NEW, { ...DRAFT, step: 'publish' })
    const same = await submit(staff, form, NEW, { ...DRAFT, step: 'publish' })
    assert.match(textOf(same), /Nothing changed: version 1/)
    assert.equal((await pages.world.store.policies()).length, 1)
  })

  test('takes no names of its own for a category, and one that every object has is one', async (t) => {
    const pages = await pagesWorld(t)
    const shop = await pages.shop()
    const { visitor } = await pages.visitor(shop)
    const staff = await pages.staff()
    const form = await staff.visit(CONSENT + NEW)
    const publish = (id: string) => {
      const kind = ['performance', '']
      return submit(staff, form, NEW, { ...DRAFT, id: ['performance', id], kind, step: 'publish' })
    }
    for (const id of ['__proto__', '_x', '-x', 'toString']) {
      const refused = await publish(id)
      assert.equal(refused.status, 400, id)
      assert.match(textOf(refused), new RegExp(`“${id}” must be lower case`))
    }
    assert.equal((await pages.world.store.policies()).length, 0)
    assert.match(textOf(await publish('constructor')), /Version 1 is in force/)
    const said = async (preferences?: object) => {
      const body = preferences && { preferences }
      const answer = await pages.world.preferences(shop.key, visitor, body)
      return ((await answer.json()) as { preferences: { categories: object } }).preferences
    }
    const refused = { performance: true, constructor: false }
    assert.deepEqual((await said({ consent: 'performance' })).categories, refused)
    const granted = { performance: true, constructor: true }
    const sent = { consent: 'performance', categories: granted }
    assert.deepEqual((await said(sent)).categories, granted)
    assert.deepEqual((await said()).categories, granted)
  })

  test('may be long', async (t) => {
    const pages = await pagesWorld(t)
    const staff = await pages.staff()
    const form = await staff.visit(CONSENT + NEW)
    const publish = (text: string) => submit(staff, form, NEW, { ...DRAFT, text, step: 'publish' })
    assert.match(textOf(await publish('同意'.repeat(50_001))), /longer than 100,000/)
    assert.match(textOf(await publish('同意'.repeat(50_000))), /Version 1 is in force/)
    assert.equal((await publish('x'.repeat(1_000_001))).status, 413)
  })
})
