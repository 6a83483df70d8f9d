import fastify from 'fastify'
import { ready, setup } from './setup.ts'

const app = fastify()
app.get('/me', async () => ({ sub: 'user-1' }))
await app.listen({ port: setup().port, host: '127.0.0.1' })
await ready()
