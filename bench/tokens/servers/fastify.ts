import fastify, { type FastifyPluginCallback, type preHandlerHookHandler } from 'fastify'
import { ready } from '../../guard/servers/setup.ts'
import { built, neighbour } from '../../modules.ts'
import { AUDIENCE, setup } from './setup.ts'

declare module 'fastify' {
  interface FastifyRequest {
    verified?: { readonly sub?: string }
    jwtVerify(): Promise<unknown>
    readonly user: { readonly sub?: string }
  }
}

const { check, issuer, port, secret } = setup()
const app = fastify()

if (check === 'none') {
  app.get('/me', async () => ({ sub: 'user-1' }))
} else if (check === 'hallpass') {
  const { requireLogin } = await built<typeof import('../../../src/fastify.ts')>('fastify')
  const { guard } = await import('./hallpass.ts')
  app.get('/me', { preHandler: requireLogin(guard) }, async (request) => ({
    sub: guard.token(request).claims.sub,
  }))
} else if (check === '@fastify/jwt' || check === '@fastify/jwt-cache') {
  const plugin = await neighbour<{
    default: FastifyPluginCallback<Readonly<Record<string, unknown>>>
  }>('@fastify/jwt')
  const cache = check === '@fastify/jwt-cache'
  const verify = { algorithms: ['HS256'], allowedIss: issuer, allowedAud: AUDIENCE, cache }
  await app.register(plugin.default, { secret, verify })
  app.get('/me', { onRequest: (request) => request.jwtVerify() }, async (request) => ({
    sub: request.user.sub,
  }))
} else {
  const { tokenOf, verifyBy } = await import('./peers.ts')
  const verify = await verifyBy(check)
  const required: preHandlerHookHandler = (request, reply, next) => {
    const refuse = () => void reply.code(401).send()
    try {
      const verified = verify(tokenOf(request.headers.authorization))
      if (verified instanceof Promise) {
        verified.then((late) => {
          request.verified = late
          next()
        }, refuse)
      } else {
        request.verified = verified
        next()
      }
    } catch {
      refuse()
    }
  }
  app.decorateRequest('verified')
  app.get('/me', { preHandler: required }, async (request) => ({ sub: request.verified?.sub }))
}
await app.listen({ port, host: '127.0.0.1' })
await ready()
