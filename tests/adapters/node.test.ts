import { startNode } from './apps/node.ts'
import { suite } from './suite.ts'

suite({ name: 'node:http', start: startNode, peerAddress: true, ownErrorPages: true })
