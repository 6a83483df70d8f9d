/** docs/performance.md shows the tables of `npm run bench:signing` as it prints them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Row, summary, table } from '../../bench/signing/table.ts'
import { pageAt } from './pages.ts'

const { text } = pageAt('docs/performance.md')
const TABLE = /\*\*(Sign|Verify|Seal|Open), ([\d,]+) bytes\*\*\n\n((?:\|.*\n)+)/g

/** Ours in the order in which they are measured: the first is what the last column compares with. */
const OURS = ['TimestampSigner', 'URLSafeTimedSerializer', 'CookieManager', 'Sealer', 'Fernet']

const sizes = new Map<string, Row[]>()
for (const [, task = '', size = '', lines = ''] of text.matchAll(TABLE)) {
  const rows = lines
    .trim()
    .split('\n')
    .slice(2)
    .map((line) => rowOf(task.toLowerCase(), line))
  rows.sort((a, b) => place(a) - place(b))
  sizes.set(size, [...(sizes.get(size) ?? []), ...rows])
  test(`${task}, ${size} bytes`, () => assert.equal(`${table(rows)}\n`, lines))
}

test('there are four tables for each of two sizes, and a short one before them', () => {
  assert.deepEqual([...sizes.keys()], ['118', '1,042'])
  for (const [size, rows] of sizes) {
    assert.deepEqual([...new Set(rows.map(({ task }) => task))], ['sign', 'verify', 'seal', 'open'])
    assert.ok(text.includes(`**In short, ${size} bytes**\n\n${summary(rows)}\n`), size)
  }
})

function rowOf(task: string, line: string): Row {
  const [, shown = '', us = ''] = line.split('|').map((cell) => cell.trim())
  const name = shown.replaceAll('**', '')
  const role = name.startsWith('bare') ? 'bare' : shown === name ? 'peer' : 'ours'
  return { task: task as Row['task'], name, role, us: Number(us) }
}

function place({ name }: Row): number {
  return OURS.findIndex((one) => name.startsWith(`hallpass ${one}`))
}
