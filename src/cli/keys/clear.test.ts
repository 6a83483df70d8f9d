/** Env files that programs read differently: nothing is changed in them. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseEnv } from 'node:util'
import { added, prepared, replaced, rotated } from './rotation.ts'

const NAME = 'HALLPASS_SECRET'
const all = [
  (text: string) => rotated(text, NAME, false, false),
  (text: string) => rotated(text, NAME, false, true),
  (text: string) => prepared(text, NAME, false),
  (text: string) => replaced(text, NAME, false),
]

describe('a value of several parts is refused, not cut', () => {
  const values = [`'old'"more"`, '"a"b', `'a' b`, '"a"\'b\' # why', '`a`b', '"open', "'open"]
  for (const value of values) {
    test(value, () => {
      for (const change of all) {
        assert.throws(() => change(`A=b\n${NAME}=${value}\n`), {
          message: /^The value of HALLPASS_SECRET \(line 2 of \.env\) is in quotes that do not end/,
        })
        const old = `${NAME}=x\n${NAME}_OLD=${value}\n`
        if (change !== all[2]) assert.throws(() => change(old), { message: /HALLPASS_SECRET_OLD/ })
        const next = `${NAME}=x\n${NAME}_NEXT=${value}\n`
        assert.throws(() => change(next), { message: /HALLPASS_SECRET_NEXT/ })
      }
    })
  }

  test('white space or a comment behind it is none', () => {
    for (const behind of ['', ' ', '\t# why', '# why', '\r']) {
      const { text } = rotated(`${NAME}="old"${behind}\nA=b\n`, NAME, false, false)
      assert.equal(parseEnv(text)[`${NAME}_OLD`], 'old')
    }
  })
})

test('a value in backticks is followed by one without: to a shell it is a command', () => {
  const { text } = rotated(`${NAME}=\`old\`\n`, NAME, false, false)
  assert.match(text, /^HALLPASS_SECRET=[\w-]{43}\n/)
  assert.match(replaced(`${NAME}=\`old\`\n`, NAME, false).text, /^HALLPASS_SECRET=[\w-]{43}\n$/)
  assert.match(
    rotated(`${NAME}='old'\n`, NAME, false, false).text,
    /^HALLPASS_SECRET='[\w-]{43}'\n/,
  )
})

describe('a definition inside the value of another setting', () => {
  const inside = [
    `A="it is open\n${NAME}=old\nB="\n`,
    `A='open\n  export ${NAME}=old\nB='c'\n`,
    `X=1\nA="\n${NAME} = "old"\n`,
  ]
  for (const text of inside) {
    test(JSON.stringify(text), () => {
      const message = new RegExp(`^${NAME} is set on line \\d of \\.env, but inside the value`)
      assert.throws(() => added(text, NAME, 'new'), { message })
      for (const change of all) assert.throws(() => change(text), { message })
    })
  }

  test('names the line', () => {
    assert.throws(() => added(`X=1\nA="\n${NAME}=x\n"\n`, NAME, 'new'), { message: /on line 3 of/ })
    const old = `${NAME}=x\nA="\n${NAME}_OLD=y\n"\n`
    assert.throws(() => rotated(old, NAME, false, false), { message: /_OLD is set on line 3/ })
  })

  test('is none where it only looks alike', () => {
    for (const text of [`A=${NAME}=x\n`, `A="b\nMY_${NAME}=x\n"\n`, `A="b\n${NAME}_X=x\n"\n`]) {
      assert.ok(added(text, NAME, 'new').text.endsWith(`\n${NAME}=new\n`))
    }
  })
})
