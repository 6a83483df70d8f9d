import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { describe, test } from 'node:test'
import { verifyLog } from '../../src/consent-service/log/verify.ts'
import { Program } from './cli-program.ts'

const ONE = '11111111-1111-4111-8111-111111111111'
const TWO = '22222222-2222-4222-8222-222222222222'
const THREE = '33333333-3333-4333-8333-333333333333'
const SITE = ['--site', 'https://shop.example'] as const
const row = (user_uuid: string, consent: string, updated_at: string) =>
  JSON.stringify({ user_uuid, consent, updated_at })
const EXPORTED = [
  row(ONE, 'all', '2026-01-02T03:04:05.123456+00:00'),
  row(TWO, 'essential', '2026-02-02 03:04:05'),
  row(THREE, 'unset', '2026-02-02T03:04:05Z'),
  '',
].join('\n')

/** A folder with a site and a policy. */
async function prepared(): Promise<Program> {
  const program = new Program()
  writeFileSync(program.path('policy.txt'), 'We count visits.\n')
  await program.begin()
  await program.run('site', 'add', 'https://shop.example')
  await program.run('policy', 'publish', 'policy.txt', '--wording')
  return program
}

describe('hallpass consent import', () => {
  test('takes choices over, once, and names the lines it cannot use', async () => {
    const program = await prepared()
    const bad = `nonsense\n${row(ONE, 'functional', '2026-01-02T03:04:05Z')}\n`
    writeFileSync(program.path('old.ndjson'), EXPORTED + bad)
    const first = await program.run('import', 'old.ndjson', ...SITE)
    assert.deepEqual(first, {
      status: 1,
      stdout: '5 lines, 2 taken over, 0 here already, 1 without a choice, 2 not used\n',
      stderr:
        'hallpass: line 4: no JSON\nhallpass: line 5: consent is none of all, performance, functionality, essential, unset\n',
    })
    const again = await program.runOn(EXPORTED, 'import', '-', ...SITE)
    assert.deepEqual(again, {
      status: 0,
      stdout: '3 lines, 0 taken over, 2 here already, 1 without a choice\n',
      stderr: '',
    })
    const older = row(ONE, 'essential', '2025-12-31T00:00:00Z')
    assert.match((await program.runOn(older, 'import', '-', ...SITE)).stdout, /1 here already/)
    const { stdout } = await program.run('export', '--visitor', ONE, '--format', 'ndjson')
    const { record, time } = JSON.parse(stdout)
    assert.deepEqual(record.choices, { performance: true, functionality: true })
    assert.deepEqual([record.act, time], ['import', '2026-01-02T03:04:05.123Z'])
  })

  test('says what is missing', async () => {
    const program = await prepared()
    for (const [args, status, sentence] of [
      [['import'], 2, 'which file? - reads stdin'],
      [['import', 'x.ndjson'], 2, 'which sites know these visitors? Say --site'],
      [['import', 'none', ...SITE], 1, 'none cannot be read: there is no such file.'],
      [['import', 'none', '--site', 'https://b.example'], 1, 'There is no site https://b.example.'],
    ] as const) {
      const ended = await program.run(...args)
      assert.equal(ended.status, status)
      assert.ok(ended.stderr.startsWith(`hallpass: ${sentence}`), ended.stderr)
    }
  })
})

describe('hallpass consent export, verify, forget', () => {
  test('what is exported can be checked; after a visitor is forgotten the log is still whole', async () => {
    const program = await prepared()
    await program.runOn(EXPORTED, 'import', '-', ...SITE)
    const { stdout: json } = await program.run('export')
    assert.equal((await verifyLog(JSON.parse(json))).ok, true)
    const before = await program.run('verify')
    assert.match(
      before.stdout,
      /^The log is whole\.\nEntries {4}3\nForgotten {2}0\nHead {7}\w{64}\n$/,
    )

    const receipt = await program.run('export', '--visitor', ONE)
    writeFileSync(program.path('receipt.json'), receipt.stdout)
    writeFileSync(program.path('forged.json'), receipt.stdout.replace('true', 'false'))
    const right = await program.run('verify', '--receipt', 'receipt.json')
    assert.match(right.stdout, /^Receipt {4}1 entry, all in the log$/m)
    const forged = await program.run('verify', '--receipt', 'forged.json')
    assert.equal(forged.status, 1)
    assert.match(forged.stderr, /^hallpass: The receipt is not right\. Entry \d: the record was/)

    const forgotten = await program.run('forget', ONE.toUpperCase(), '--yes')
    assert.deepEqual([forgotten.status, forgotten.stderr], [0, ''])
    assert.equal((await program.run('forget', ONE, '--yes')).status, 1)
    assert.equal((await program.run('export', '--visitor', ONE)).status, 1)
    const all = await program.run('export', '--format', 'csv')
    assert.doesNotMatch(all.stdout, new RegExp(ONE))
    assert.match(all.stdout, new RegExp(`^\\d,.*,consent,${TWO},https://shop.example,import,`, 'm'))

    const head = /Head +(\w+)/.exec(before.stdout)?.[1] ?? ''
    const after = await program.run('verify', '--head', head)
    assert.match(after.stdout, /^Forgotten {2}1$/m)
    const kept = await program.run('verify', '--receipt', 'receipt.json')
    assert.match(kept.stdout, /^Receipt {4}1 entry, all in the log \(forgotten here since\)$/m)
  })

  test('of some days', async () => {
    const program = await prepared()
    await program.runOn(EXPORTED, 'import', '-', ...SITE)
    const times = async (...args: readonly string[]) => {
      const { stdout } = await program.run('export', ...args)
      return JSON.parse(stdout).map(({ time }: { time: string }) => time.slice(0, 10))
    }
    assert.deepEqual(await times('--to', '2026-01-02'), ['2026-01-02'])
    assert.deepEqual(await times('--from', '2026-01-03', '--to', '2026-02-02'), ['2026-02-02'])
    assert.deepEqual(await times('--to', '2025-01-01'), [])
  })

  test('finds a record that was changed, and an end that was cut off', async () => {
    const program = await prepared()
    await program.runOn(EXPORTED, 'import', '-', ...SITE)
    const { stdout } = await program.run('verify')
    const head = /Head +(\w+)/.exec(stdout)?.[1] ?? ''
    const database = new DatabaseSync(program.path('consent.db'))
    try {
      database.exec('DELETE FROM log WHERE seq = 3')
      const missed = await program.run('verify')
      assert.match(
        missed.stderr,
        /^hallpass: The log is not whole\. Entry 3: the end of the log is/,
      )
      database.exec('UPDATE head SET seq = 2')
      const renumbered = await program.run('verify')
      assert.match(renumbered.stderr, /^hallpass: The log is not whole\. Entry 2: it is not the/)
      // With all that is kept beside the log changed, only a head that was kept tells it.
      database.exec('UPDATE head SET hash = (SELECT hash FROM log WHERE seq = 2)')
      assert.equal((await program.run('verify')).status, 0)
      const cut = await program.run('verify', '--head', head)
      assert.equal(cut.status, 1)
      assert.match(cut.stderr, /^hallpass: None of the 2 entries has the hash \w+: the end .*\n$/)
      database.exec('UPDATE log SET at = at + 1 WHERE seq = 2')
    } finally {
      database.close()
    }
    const changed = await program.run('verify')
    assert.deepEqual([changed.status, changed.stdout], [1, ''])
    assert.match(changed.stderr, /^hallpass: The log is not whole\. Entry 2: the entry was changed/)
  })

  test('data that is not there is not made by asking for it', async () => {
    const program = new Program()
    for (const args of [
      ['verify'],
      ['export'],
      ['site', 'list'],
      ['site', 'rotate', 'https://shop.example'],
      ['policy', 'list'],
      ['import', 'old.ndjson', ...SITE],
    ]) {
      assert.deepEqual(await program.run(...args, '--data', 'none.db'), {
        status: 1,
        stdout: '',
        stderr:
          'hallpass: There is no file none.db here. --data names it; "hallpass consent serve" makes one.\n',
      })
    }
  })
})
