import { startKoa } from './apps/koa.ts'
import { suite } from './suite.ts'

suite({ name: 'Koa', start: startKoa, peerAddress: true, ownErrorPages: true })
