/** What stands behind the server's listener: the guarded apps, or the answers to another proxy. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { sendReply } from '../../adapters/node-exchange.ts'
import { type GuardPlan, guardOf } from '../../guard-env/plan.ts'
import { publicUrls } from '../../http/public-url.ts'
import type { Hallpass } from '../../pass/types.ts'
import type { UpgradeListener } from '../../serve/connections.ts'
import { forwardAuthRoutes } from '../forward-auth/forward-auth.ts'
import { guardedProxy } from '../guarded.ts'
import type { Observer } from '../observer.ts'
import { ReverseProxy } from '../reverse/reverse-proxy.ts'
import type { ServerPlan } from './plan.ts'
import { type Found, reachability } from './reachable.ts'
import { cutWhenSilent } from './silent-body.ts'
import { STATUS_PATH, statusReply } from './status.ts'

/** Takes what the server gets. */
export interface Front {
  readonly request: RequestListener
  /** For clients that wait before they send a body. */
  readonly checkContinue: RequestListener
  readonly upgrade: UpgradeListener
  /** The apps, and whether they answer. */
  upstreams(): Promise<readonly Found[]>
  /** Ends what goes on with the apps. */
  close(): Promise<void>
}

type Routes = ReturnType<typeof forwardAuthRoutes>

/** Seconds that a client may be silent in the middle of a body, unless an app may be for longer. */
const SILENCE_SECONDS = 60

/**
 * Starts the guard and what stands behind it.
 *
 * @param guard - With the public address that the server has in the end.
 * @throws `invalid_config` where the guard has faults
 */
export function frontOf(plan: ServerPlan, guard: GuardPlan, observer: Observer): Front {
  const { settings } = plan
  const { logger } = guard
  const pass = guardOf(guard)
  const reverse = settings.forwardAuth ? undefined : reverseOf(plan, guard)
  const upstreams = reachability(() => reverse?.health() ?? [])
  const routes = settings.forwardAuth ? routesOf(plan, guard, pass) : undefined
  const proxy = guardedProxy({ pass, reverse, observer, logger, ...(routes && { routes }) })
  const silence = Math.max(SILENCE_SECONDS, settings.timeout)
  const withStatus =
    (listener: RequestListener): RequestListener =>
    (request, response) => {
      if (request.url?.split('?', 1)[0] === STATUS_PATH) {
        void answerStatus(request, response, upstreams)
        return
      }
      cutWhenSilent(request, silence)
      listener(request, response)
    }
  return {
    request: withStatus(proxy.request),
    checkContinue: withStatus(proxy.checkContinue),
    upgrade: proxy.upgrade,
    upstreams,
    async close() {
      await reverse?.close()
      await pass.close()
    },
  }
}

function routesOf(plan: ServerPlan, { settings }: GuardPlan, pass: Hallpass): Routes {
  const { baseUrls: baseUrl, trustedProxies } = settings
  const urls = publicUrls({ baseUrl, trustedProxies })
  return forwardAuthRoutes({ pass, urls, identity: plan.settings.identityHeaders })
}

function reverseOf(plan: ServerPlan, { settings, logger }: GuardPlan): ReverseProxy {
  const { connectTimeout, timeout, identityHeaders } = plan.settings
  return new ReverseProxy({
    upstreams: plan.upstreams,
    baseUrl: settings.baseUrls,
    trustedProxies: settings.trustedProxies,
    sessionCookie: settings.sessionCookie,
    connectTimeout,
    timeout,
    logger,
    ...(identityHeaders && { identityHeaders }),
  })
}

async function answerStatus(
  request: IncomingMessage,
  response: ServerResponse,
  upstreams: () => Promise<readonly Found[]>,
): Promise<void> {
  response.on('error', () => {})
  const found = await upstreams()
  const up = found.filter(([, isUp]) => isUp).length
  sendReply(response, statusReply(request.method ?? 'GET', { up, all: found.length }))
}
