/** The pages on Cognito name every option and every variable that `cognito()` reads. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ENVIRONMENT_NAMES } from '../../src/login/presets/cognito-env.ts'
import { pageAt } from './pages.ts'

const rows = pageAt('docs/cognito.md').text.split('\n')
const migration = pageAt('docs/migrating-from-flask-cognito-lib.md').text

for (const [option, variable] of Object.entries(ENVIRONMENT_NAMES)) {
  test(`docs/cognito.md has ${option} and ${variable} in one row`, () => {
    assert.ok(rows.some((row) => row.includes(`\`${option}\``) && row.includes(`\`${variable}\``)))
  })

  test(`the page on migrating says which option ${variable} is`, () => {
    assert.match(migration, new RegExp(`^\\| \`${variable}\` \\| \`${option}\``, 'm'))
  })
}
