import { appFile, program, startRuntime } from './apps/runtimes.ts'
import { suite } from './suite.ts'

suite({
  name: 'fetch on Bun',
  start: (config) => startRuntime(config, program('bun'), ['run', appFile('bun.ts')]),
  peerAddress: true,
  ownErrorPages: true,
})
