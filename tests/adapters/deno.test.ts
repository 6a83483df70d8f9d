import { appFile, program, startRuntime } from './apps/runtimes.ts'
import { suite } from './suite.ts'

const args = ['run', '--allow-all', '--no-check', '--no-lock', '--node-modules-dir=manual']

suite({
  name: 'fetch on Deno',
  start: (config) => startRuntime(config, program('deno'), [...args, appFile('deno.ts')]),
  peerAddress: true,
  ownErrorPages: true,
})
