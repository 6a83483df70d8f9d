import { startHono } from './apps/hono.ts'
import { suite } from './suite.ts'

suite({ name: 'Hono on Node', start: startHono, peerAddress: true, ownErrorPages: true })
