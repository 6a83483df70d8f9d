import fastify, { type FastifyPluginCallback } from 'fastify'
import { neighbour } from '../../modules.ts'
import { ready, setup } from './setup.ts'

interface Library {
  readonly default: FastifyPluginCallback<Readonly<Record<string, unknown>>>
}

declare module 'fastify' {
  interface FastifyRequest {
    readonly session: {
      get(key: 'user'): { readonly sub: string } | undefined
      set(key: 'user', value: { readonly sub: string }): void
    }
  }
}

const { default: secureSession } = await neighbour<Library>('@fastify/secure-session')
const { port, secret } = setup()

const app = fastify()
await app.register(secureSession, {
  key: Buffer.from(secret, 'hex'),
  cookie: { path: '/', httpOnly: true, sameSite: 'lax' },
})
app.post('/login', async (request, reply) => {
  request.session.set('user', { sub: 'user-1' })
  return reply.code(204).send()
})
app.get('/me', async (request, reply) => {
  const user = request.session.get('user')
  if (user === undefined) return reply.code(401).send()
  return { sub: user.sub }
})
await app.listen({ port, host: '127.0.0.1' })
await ready()
