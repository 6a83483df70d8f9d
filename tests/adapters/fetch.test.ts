import { startFetch } from './apps/fetch-node.ts'
import { suite } from './suite.ts'

suite({ name: 'fetch on Node', start: startFetch, peerAddress: true, ownErrorPages: true })
