/**
 * One behaviour suite for every adapter: the same app on the real framework, against a real
 * provider in this process, driven over HTTP as a browser does.
 */
import { after, before, describe } from 'node:test'
import { freePorts } from '../support/free-ports.ts'
import type { AppConfig } from './apps/pass.ts'
import type { RunningApp } from './apps/running.ts'
import { accessTests } from './suite/access.ts'
import { consentTests } from './suite/consent.ts'
import { loginTests } from './suite/login.ts'
import { logoutTests } from './suite/logout.ts'
import { outsideTests } from './suite/outside.ts'
import { refreshTests } from './suite/refresh.ts'
import { routeSetTests } from './suite/route-sets.ts'
import { servicesTests } from './suite/services.ts'
import { sessionTests } from './suite/session.ts'
import { storedTests } from './suite/stored.ts'
import { tokenEndpointsTests } from './suite/token-endpoints.ts'
import { tokensTests } from './suite/tokens.ts'
import { World } from './suite/world.ts'

/** A framework on a runtime, and what it is able to do. */
export interface Target {
  readonly name: string
  start(config: AppConfig): Promise<RunningApp>
  /** Whether the runtime tells the address of the peer, so that a proxy can be trusted. */
  readonly peerAddress: boolean
  /** Whether the framework answers the error of a handler through the middleware. */
  readonly ownErrorPages: boolean
  /** The name under which the runtime can reach the provider; default `id.localhost`. */
  readonly providerHost?: string
}

/** Runs the suite on a target, and what only this target has. */
export function suite(target: Target, more: (world: World) => void = () => {}): void {
  describe(target.name, () => {
    const world = new World(target)
    before(async () => world.open(await freePorts(6)))
    after(() => world.close())
    loginTests(world)
    accessTests(world)
    sessionTests(world)
    logoutTests(world)
    servicesTests(world)
    tokensTests(world)
    consentTests(world)
    storedTests(world)
    routeSetTests(world)
    tokenEndpointsTests(world)
    outsideTests(world)
    more(world)
    // Last: the access token of the first login has run out by then.
    refreshTests(world)
  })
}
