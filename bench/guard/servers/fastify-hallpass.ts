import fastify from 'fastify'
import { built } from '../../modules.ts'
import { passOf } from './hallpass.ts'
import { ready, setup } from './setup.ts'

const { mount, requireLogin } = await built<typeof import('../../../src/fastify.ts')>('fastify')

const app = fastify()
await app.register(mount(await passOf(setup())))
app.get('/me', { preHandler: requireLogin() }, async (request) => ({
  sub: request.hallpass.user?.sub,
}))
await app.listen({ port: setup().port, host: '127.0.0.1' })
await ready()
