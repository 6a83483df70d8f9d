import assert from 'node:assert/strict'
import { existsSync, writeFileSync } from 'node:fs'
import { before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Program } from './cli-program.ts'

const CATEGORIES = [
  { id: 'essential', always: true },
  { id: 'performance', classic: 'performance' },
  { id: 'video', title: 'Video' },
]

describe('hallpass consent policy', () => {
  const program = new Program()
  const run = program.run.bind(program)
  const data = `Data: ${program.path('consent.db')}\n`
  before(() => program.begin())

  test('publish says which kind of change it is, and what is the same changes nothing', async () => {
    writeFileSync(program.path('policy.txt'), 'We count visits.\n')
    const first = await run('policy', 'publish', 'policy.txt', '--wording')
    assert.deepEqual(first, {
      status: 0,
      stdout: `Version 1 is in force; it asks about performance, functionality. Choices that were made before go on.\n${data}`,
      stderr: '',
    })
    const again = await run('policy', 'publish', 'policy.txt', '--material')
    assert.deepEqual(again, {
      status: 0,
      stdout: `Nothing changed: version 1 has this text and these categories.\n${data}`,
      stderr: '',
    })
    const list = await run('policy', 'list')
    assert.equal(list.stdout.trimEnd().split('\n').length, 2)
  })

  test('categories come with a file, and stay with the next version', async () => {
    writeFileSync(program.path('categories.json'), JSON.stringify(CATEGORIES))
    const args = ['--material', '--categories', 'categories.json']
    const second = await run('policy', 'publish', 'policy.txt', ...args)
    assert.match(second.stdout, /^Version 2 is in force; it asks about performance, video\. /)
    assert.match(second.stdout, /Everybody is asked again who chose before\.\n/)
    assert.match((await run('policy', 'publish', 'policy.txt', ...args)).stdout, /^Nothing changed/)
    writeFileSync(program.path('policy.txt'), 'We count all visits.\n')
    const third = await run('policy', 'publish', 'policy.txt', '--wording')
    assert.match(third.stdout, /^Version 3 is in force; it asks about performance, video\. /)
    const shown = await run('policy', 'show', '1')
    assert.match(shown.stdout, /^Version 1, a wording change\n.*\n\nWe count visits\.\n$/s)
    assert.match((await run('policy', 'show')).stdout, /\n\nWe count all visits\.\n$/)
  })

  test('a service that runs sees it', async () => {
    const { url, signal, ended } = await program.serve()
    const version = async () => {
      const response = await fetch(`${url}/_status/check`)
      const { policy } = (await response.json()) as { policy: number }
      return policy
    }
    assert.equal(await version(), 3)
    writeFileSync(program.path('policy.txt'), 'We count some visits.\n')
    await run('policy', 'publish', 'policy.txt', '--material')
    const end = Date.now() + 8000
    while ((await version()) !== 4) {
      assert.ok(Date.now() < end)
      await sleep(100)
    }
    signal('SIGTERM')
    await ended
  })

  test('is never published to data that no service made', async () => {
    const args = ['publish', 'policy.txt', '--wording', '--data', 'none.db']
    const { status, stdout, stderr } = await run('policy', ...args)
    assert.deepEqual([status, stdout], [1, ''])
    assert.match(stderr, /^hallpass: There is no file none\.db here\. --data names it;/)
    assert.equal(existsSync(program.path('none.db')), false)
  })

  test('what cannot be published, or shown', async () => {
    writeFileSync(program.path('empty.txt'), ' \n')
    writeFileSync(program.path('bad.json'), '[{"id": "Video"}]')
    for (const [args, status, sentence] of [
      [['publish'], 2, 'which file has the text?'],
      [['publish', 'policy.txt'], 2, 'say one of --material (asks everybody again) and --wording'],
      [['publish', 'policy.txt', '--material', '--wording'], 2, 'say one of --material'],
      [['publish', 'none', '--wording'], 1, 'none cannot be read: there is no such file.'],
      [['publish', 'empty.txt', '--wording'], 1, 'empty.txt is empty.'],
      [
        ['publish', 'policy.txt', '--wording', '--categories', 'bad.json'],
        1,
        'bad.json: The id “Video” must be lower case letters',
      ],
      [['show', 'x'], 2, 'consent policy show takes the number of one version'],
      [['show', '9'], 1, 'There is no version 9. Which there are: hallpass consent policy list'],
    ] as const) {
      const ended = await run('policy', ...args)
      assert.deepEqual([ended.status, ended.stdout], [status, ''])
      assert.ok(ended.stderr.startsWith(`hallpass: ${sentence}`), ended.stderr)
    }
  })
})
