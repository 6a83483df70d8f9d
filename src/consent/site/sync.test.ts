import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../../tests/property-runs.ts'
import {
  type Category,
  type Choices,
  CLASSIC_CATEGORIES,
  choicesOf,
  wireOf,
} from '../wire/categories.ts'
import type { WireConsent } from '../wire/values.ts'
import type { Sent } from './client.ts'
import { attemptsOf, type Unsent } from './sync.ts'

const MORE: readonly Category[] = [...CLASSIC_CATEGORIES, { id: 'video' }]
const NOW = 1_800_000_000
const MADE = '2027-01-15T07:00:00.123456'

function unsent(choices: Choices, remote: WireConsent | Choices, more: Partial<Unsent> = {}) {
  const [consent, categories] =
    typeof remote === 'string' ? [remote, {}] : [wireOf(remote, MORE), remote]
  const updatedAt = consent === 'unset' ? undefined : '2027-01-15T06:00:00.000000+00:00'
  const known = { consent, categories, updatedAt, policy: 3 }
  return { choices, chosenAt: MADE, whole: true, remote: known, ours: true, ...more }
}
const bodies = (one: Unsent) => attemptsOf(one, MORE, NOW).map(({ body }) => body)

const NOTHING = { performance: false, functionality: false, video: false }
const ALL = { performance: true, functionality: true, video: true }
const THEN = { act: 'sync', chosen_at: '2027-01-15T07:00:00.124000+00:00' }
const TODAY = { act: 'sync', chosen_at: '2027-01-15T08:00:00.000000+00:00' }

test('a refusal that is too old is sent as made now, a grant is not', () => {
  assert.deepEqual(bodies(unsent(NOTHING, 'unset')), [
    { preferences: { consent: 'essential', categories: NOTHING }, ...THEN },
    { preferences: { consent: 'essential' }, ...THEN },
    { preferences: { consent: 'essential' }, ...TODAY },
  ])
  assert.deepEqual(bodies(unsent(ALL, 'unset')), [
    { preferences: { consent: 'all', categories: ALL }, ...THEN },
    { preferences: { consent: 'all' }, ...THEN },
  ])
})

test('of what the service has, what was refused is taken back, and nothing else', () => {
  const theirs = { performance: true, functionality: false, video: true, ads: true }
  const mine = { performance: true, functionality: true, video: false }
  const [whole, ...last] = bodies(unsent(mine, theirs))
  assert.deepEqual(whole?.preferences.categories, mine)
  // The word alone would leave the videos granted.
  assert.deepEqual(last, [
    { preferences: { consent: 'performance', categories: { ...theirs, video: false } }, ...TODAY },
  ])
})

test('a client that knows the words alone refuses nothing finer', () => {
  const theirs = { performance: true, functionality: true, video: true }
  const word = { performance: true, functionality: false, video: false }
  assert.deepEqual(bodies(unsent(word, theirs, { whole: false })), [
    { preferences: { consent: 'performance' }, ...THEN },
    {
      preferences: { consent: 'performance', categories: { ...theirs, functionality: false } },
      ...TODAY,
    },
  ])
})

test('other services take the word alone', () => {
  assert.deepEqual(bodies(unsent(NOTHING, 'unset', { ours: false })), [
    { preferences: { consent: 'essential' } },
  ])
})

/** What our service makes of a body. */
function taken({ preferences }: Sent, before: Choices): Choices {
  const { consent, categories } = preferences
  if (consent === 'unset') return before
  return { ...before, ...(categories ?? choicesOf(consent, CLASSIC_CATEGORIES)) }
}

test('whatever was chosen: nothing is granted anew as of now, and no refusal is left out', () => {
  const choices = fc.record({
    performance: fc.boolean(),
    functionality: fc.boolean(),
    video: fc.boolean(),
  })
  fc.assert(
    fc.property(choices, fc.oneof(choices, fc.constant('unset' as const)), (mine, theirs) => {
      const before = theirs === 'unset' ? NOTHING : theirs
      const refused = Object.entries(mine).flatMap(([id, granted]) => (granted ? [] : [id]))
      const tried = bodies(unsent(mine, theirs))
      for (const body of tried) {
        const after = taken(body, before)
        assert.ok(
          refused.every((id) => after[id] === false),
          JSON.stringify(body),
        )
        if (body.chosen_at !== TODAY.chosen_at) continue
        assert.ok(Object.keys(after).every((id) => !after[id] || before[id as 'video']))
      }
      const lost = theirs === 'unset' ? refused : refused.filter((id) => theirs[id as 'video'])
      assert.equal(tried.at(-1)?.chosen_at === TODAY.chosen_at, lost.length > 0)
    }),
    PROPERTY_RUNS,
  )
})
