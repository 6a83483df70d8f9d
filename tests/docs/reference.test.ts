/** Pages that must name everything there is: error codes, options, routes. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { CODES, HallpassError } from '../../src/errors.ts'
import { pageAt } from './pages.ts'

/** The members of an interface of a source file. */
function members(file: string, name: string): string[] {
  const source = readFileSync(file, 'utf8')
  const body = new RegExp(`export interface ${name}\\b[^{]*\\{\\n(.*?)\\n\\}`, 's').exec(
    source,
  )?.[1]
  const found = [...(body ?? '').matchAll(/^ {2}(?:readonly )?(\w+)[?(:]/gm)]
  assert.ok(found.length > 0, `${file} has no interface ${name}`)
  return found.map(([, member = '']) => member)
}

/** Holds a page to name, in code, every member of an interface. */
function names(page: string, file: string, name: string): void {
  test(`${page} names every member of ${name}`, () => {
    const { text } = pageAt(page)
    const missing = members(file, name).filter(
      (member) => !new RegExp(`\`[^\`]*\\b${member}\\b[^\`]*\``).test(text),
    )
    assert.deepEqual(missing, [])
  })
}

test('docs/errors.md explains every code, and no other, under a heading of its own', () => {
  const { headings } = pageAt('docs/errors.md')
  const explained = headings.filter((heading) =>
    /^`?[a-z]+_[a-z_]+`?$|^`?forbidden`?$/.test(heading),
  )
  assert.deepEqual(
    explained.map((heading) => heading.replaceAll('`', '')).sort(),
    [...CODES].sort(),
  )
})

test('docs/errors.md says of every code the status that it is answered with', () => {
  const { text } = pageAt('docs/errors.md')
  for (const code of CODES) {
    const section = text.split(/^## /m).find((one) => one.startsWith(`${code}\n`)) ?? ''
    const { status } = new HallpassError(code, '')
    assert.match(section, new RegExp(`^\\*\\*${status}\\*\\*`, 'm'), code)
  }
})

test('the address in every error is a heading of docs/errors.md', () => {
  const { anchors } = pageAt('docs/errors.md')
  for (const code of CODES) {
    const { pathname, hash } = new URL(new HallpassError(code, '').docs)
    assert.match(pathname, /\/docs\/errors\.md$/)
    assert.ok(anchors.has(hash.slice(1)), code)
  }
})

names('docs/options.md', 'src/pass/options.ts', 'HallpassOptions')
names('docs/tokens.md', 'src/tokens/options.ts', 'TokensOptions')
names('docs/tokens.md', 'src/tokens/token-required.ts', 'TokenRequirement')
names('docs/tokens.md', 'src/tokens/verifier.ts', 'VerifiedToken')
names('docs/tokens.md', 'src/login/access-tokens-options.ts', 'AccessTokensOptions')
names('docs/refresh-tokens.md', 'src/tokens/refresh/options.ts', 'RefreshTokensOptions')
names('docs/refresh-tokens.md', 'src/tokens/refresh/types.ts', 'RefreshTokens')
names('docs/refresh-tokens.md', 'src/tokens/refresh/types.ts', 'RefreshSession')
names('docs/refresh-tokens.md', 'src/tokens/refresh/types.ts', 'RefreshGrant')
names('docs/token-endpoints.md', 'src/tokens/endpoints/options.ts', 'TokenEndpointsOptions')
names('docs/token-endpoints.md', 'src/tokens/endpoints/options.ts', 'TokenPaths')
names('docs/token-client.md', 'src/tokens/client/options.ts', 'TokenClientOptions')
names('docs/token-client.md', 'src/tokens/client/create.ts', 'TokenClient')
names('docs/token-endpoints.md', 'src/tokens/endpoints/limits.ts', 'LoginLimitOptions')
names('docs/token-endpoints.md', 'src/tokens/endpoints/tries.ts', 'TryLimit')
names('docs/token-endpoints.md', 'src/tokens/endpoints/sessions.ts', 'ListedSession')
names('docs/flask-session.md', 'src/session/flask-options.ts', 'FlaskSessionCookieOptions')
names('docs/signing.md', 'src/signing/cookie-manager-options.ts', 'CookieManagerOptions')
names('docs/signing.md', 'src/signing/options.ts', 'SignerOptions')
names('docs/sessions.md', 'src/pass/options.ts', 'SessionOptions')
names('docs/login.md', 'src/pass/options.ts', 'Routes')
names('docs/login.md', 'src/pass/options.ts', 'Hooks')
names('docs/login.md', 'src/pass/options.ts', 'LoginEvent')
names('docs/login.md', 'src/pass/options.ts', 'LoginOutcome')
names('docs/login.md', 'src/login/oidc.ts', 'OidcClientOptions')
names('docs/login.md', 'src/login/oidc.ts', 'OidcOptions')
names('docs/login.md', 'src/login/authorize.ts', 'LoginParameters')
names('docs/guard.md', 'src/guard-env/options.ts', 'GuardFromEnvOptions')
names('docs/guard-rules.md', 'src/guard-env/config.ts', 'GuardConfig')
names('docs/guard-rules.md', 'src/guard-env/config.ts', 'UpstreamConfig')
names('docs/guard-rules.md', 'src/http/page-theme.ts', 'Theme')
names('docs/protecting.md', 'src/guard/access.ts', 'Requirement')
names('docs/protecting.md', 'src/guard/rules.ts', 'PathRule')
names('docs/protecting.md', 'src/pass/options.ts', 'Handlers')
names('docs/protecting.md', 'src/pass/types.ts', 'Visitor')
names('docs/protecting.md', 'src/pass/options.ts', 'Refusal')
names('docs/login.md', 'src/pass/options.ts', 'LoginRequest')
