/** The hallpass of the sites: nothing but a shared consent. */
import { randomBytes } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { Hallpass } from '../../../src/pass/types.ts'
import { ready as readyToAnswer } from '../../guard/servers/setup.ts'
import { built } from '../../modules.ts'
import { setup } from '../setup.ts'

const { baseUrl, service, secretKey } = setup()

/** A pass that shares consent. */
export async function sitePass(): Promise<Hallpass> {
  const { createHallpass } = await built<typeof import('../../../src/index.ts')>('index')
  return createHallpass({
    baseUrl,
    secrets: [randomBytes(32).toString('hex')],
    consent: { service, apiKey: `hpk_${randomBytes(32).toString('base64url')}`, secretKey },
  })
}

/** Tells the parent that requests are answered now, and that the service is known to be up. */
export async function ready(): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const answer = await fetch(`${baseUrl}/_cookies/init`)
    if (answer.status === 200) return await readyToAnswer()
    await setTimeout(100)
  }
  throw new Error('the site does not see the service')
}
