import { startFastify } from './apps/fastify.ts'
import { suite } from './suite.ts'

suite({ name: 'Fastify', start: startFastify, peerAddress: true, ownErrorPages: true })
