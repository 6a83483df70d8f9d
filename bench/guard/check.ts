/** Before anything is measured: the server lets in whom it should, and nobody else. */
import assert from 'node:assert/strict'
import type { Setup } from './servers/setup.ts'
import { bareServer, type Target } from './targets.ts'

/**
 * Asks for `/me` as a visitor, as a stranger and with a changed cookie.
 *
 * @throws when a stranger or a changed cookie is let in, or a signed-in visitor is not
 */
export async function check(
  target: Target,
  setup: Setup,
  cookies: readonly (string | undefined)[],
): Promise<void> {
  const guarded = target.server !== bareServer(target.framework)
  // The first and the last: of many visitors, not each needs to be asked for.
  for (const cookie of [cookies.at(0), cookies.at(-1)]) {
    assert.deepEqual(
      await me(setup, cookie),
      [200, '{"sub":"user-1"}'],
      `${target.name}: signed in`,
    )
    if (cookie === undefined || !guarded) continue
    const [status] = await me(setup, tampered(cookie))
    assert.notEqual(status, 200, `${target.name} lets in with a changed cookie`)
  }
  if (!guarded) return
  const [status] = await me(setup, undefined)
  assert.notEqual(status, 200, `${target.name} lets in a stranger`)
}

async function me(setup: Setup, cookie: string | undefined): Promise<[number, string]> {
  const answer = await fetch(`${setup.baseUrl}/me`, {
    redirect: 'manual',
    headers: { accept: 'application/json', ...(cookie !== undefined && { cookie }) },
  })
  return [answer.status, await answer.text()]
}

/** With another character in the middle of the longest cookie. */
function tampered(header: string): string {
  const longest = header.split('; ').reduce((a, b) => (b.length > a.length ? b : a))
  const middle = Math.floor(longest.length / 2)
  const other = longest[middle] === 'A' ? 'B' : 'A'
  return header.replace(longest, longest.slice(0, middle) + other + longest.slice(middle + 1))
}
