import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { promisify } from 'node:util'
import type { AppConfig } from './apps/pass.ts'
import type { RunningApp } from './apps/running.ts'
import { appFile, program, startRuntime } from './apps/runtimes.ts'
import { suite } from './suite.ts'

const folder = await mkdtemp(join(tmpdir(), 'hallpass-workerd-'))
after(() => rm(folder, { recursive: true }))
await promisify(execFile)(program('esbuild'), [
  appFile('workerd.ts'),
  '--bundle',
  '--format=esm',
  '--conditions=workerd,worker',
  '--main-fields=module,main',
  '--external:node:*',
  `--outfile=${join(folder, 'worker.js')}`,
  '--log-level=error',
])

/** The Workers runtime has no `.env`: what it is told is in its configuration. */
async function start(config: AppConfig): Promise<RunningApp> {
  const file = join(folder, `${config.port}.capnp`)
  await writeFile(
    file,
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "app", worker = .app),
    (name = "internet", network = (allow = ["public", "private", "local"]))
  ],
  sockets = [(name = "http", address = "127.0.0.1:${config.port}", http = (), service = "app")]
);
const app :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "worker.js")],
  compatibilityDate = "2026-11-01",
  compatibilityFlags = ["nodejs_compat"],
  bindings = [(name = "HALLPASS_TEST_APP", text = ${JSON.stringify(JSON.stringify(config))})]
);
`,
  )
  return startRuntime(config, program('workerd'), ['serve', file])
}

suite({
  name: 'fetch on workerd',
  start,
  peerAddress: false,
  ownErrorPages: true,
  // Its resolver knows no other name of this machine.
  providerHost: 'localhost',
})
