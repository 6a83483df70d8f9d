import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseEnv } from 'node:util'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../../tests/property-runs.ts'
import { plainValue, settingsOf, withLine, withoutSetting, withRaw } from './env-file.ts'

const only = (text: string) => {
  const [setting, ...others] = settingsOf(text)
  assert.ok(setting)
  assert.deepEqual(others, [])
  return setting
}

describe('settingsOf', () => {
  test('finds a setting however it is written', () => {
    const written: Array<[string, string, string, string]> = [
      ['A=b', 'A', 'b', ''],
      ['A = b ', 'A', 'b', ''],
      ['export A=b # a word', 'A', 'b', 'export '],
      ['\t A="b c"', 'A', 'b c', '\t '],
      ["A='b # c'# d", 'A', 'b # c', ''],
      ['A=`b"c`', 'A', 'b"c', ''],
      ['A=', 'A', '', ''],
      ['A= # a comment', 'A', '', ''],
      ['A=b#c', 'A', 'b#c', ''],
      ['A="it is open', 'A', '"it is open', ''],
      ['\ufeffA=b', 'A', 'b', ''],
      ['A=""', 'A', '', ''],
      ['A="b\\nc"', 'A', 'b\nc', ''],
      ['A="b\\"c"', 'A', 'b\\"c', ''],
    ]
    for (const [text, name, value, prefix] of written) {
      const setting = only(text)
      assert.deepEqual(
        [setting.name, plainValue(setting), setting.prefix],
        [name, value, prefix],
        text,
      )
    }
  })

  test('passes over comments, empty lines and what is none', () => {
    assert.deepEqual(settingsOf('# A=b\n\nno setting\n=x\n1A=b\n'), [])
  })

  test('a value in quotes may hold lines that look like settings', () => {
    const text = 'A="one\nB=two\nthree"\nC=4\n'
    assert.deepEqual(
      settingsOf(text).map(({ name, line }) => [name, line]),
      [
        ['A', 1],
        ['C', 4],
      ],
    )
  })

  test('reads what Node reads, for plain values', () => {
    const name = fc.stringMatching(/^[A-Z_][A-Z0-9_]{0,8}$/)
    const value = fc.stringMatching(/^[\w/+=.-]{0,12}$/)
    const quote = fc.constantFrom('', '"', "'")
    const lines = fc.array(fc.tuple(name, value, quote), { maxLength: 6 })
    fc.assert(
      fc.property(lines, fc.constantFrom('\n', '\r\n'), (settings, newline) => {
        const text = settings.map(([n, v, q]) => `${n}=${q}${v}${q}`).join(newline)
        const read = Object.fromEntries(settingsOf(text).map((one) => [one.name, plainValue(one)]))
        assert.deepEqual(read, { ...parseEnv(text) })
      }),
      PROPERTY_RUNS,
    )
  })
})

test('any text is taken apart without a loss: the lines of settings are where they say', () => {
  const piece = fc.constantFrom(
    'A',
    'B_2',
    '=',
    '"',
    "'",
    '`',
    '\\',
    '\n',
    '\r\n',
    '#',
    ' ',
    'export ',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join('')
      let last = 0
      for (const setting of settingsOf(text)) {
        assert.ok(setting.start >= last && setting.valueEnd <= setting.end)
        assert.equal(withRaw(text, setting, setting.raw), text)
        last = setting.end
      }
    }),
    PROPERTY_RUNS,
  )
})

describe('changes', () => {
  test('a value is replaced, and its quotes and comment are the caller’s and the file’s', () => {
    const text = 'A="b" # why\nC=d\n'
    const [setting] = settingsOf(text)
    assert.ok(setting)
    assert.equal(withRaw(text, setting, "'x'"), "A='x' # why\nC=d\n")
    assert.equal(withoutSetting(text, setting), 'C=d\n')
    assert.equal(withLine(text, 'N=1', setting), 'A="b" # why\nN=1\nC=d\n')
  })

  test('a line is added with the line ends of the file, also where the last one is missing', () => {
    assert.equal(withLine('', 'N=1'), 'N=1\n')
    assert.equal(withLine('A=b', 'N=1'), 'A=b\nN=1\n')
    assert.equal(withLine('A=b\r\nC=d', 'N=1'), 'A=b\r\nC=d\r\nN=1\r\n')
    assert.equal(withLine('A=b', 'N=1', settingsOf('A=b')[0]), 'A=b\nN=1\n')
  })
})
