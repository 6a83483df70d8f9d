/**
 * `npm run example`: the service of `examples/notes` with a worker, and with a throw-away PostgreSQL
 * and Redis where `DATABASE_URL` and `REDIS_URL` do not name others.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { startPostgres } from '../tests/support/postgres.ts'
import { startRedis } from '../tests/support/redis.ts'

const say = (text: string) => process.stdout.write(`${text}\n`)
const { DATABASE_URL, REDIS_URL, TOKEN_SECRET, PORT = '8702' } = process.env

/** What is ended with us, the last first. */
const endings: (() => Promise<unknown>)[] = []
let isEnding = false

async function end(status: number): Promise<void> {
  if (isEnding) return
  isEnding = true
  for (const one of endings.reverse()) await one().catch(() => {})
  process.exit(status)
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => void end(0))
}

async function open<Server extends { readonly url: string; stop(): Promise<void> }>(
  name: string,
  given: string | undefined,
  start: () => Promise<Server>,
): Promise<string> {
  if (given) return given
  say(`Starting a throw-away ${name} …`)
  const server = await start()
  endings.push(() => server.stop())
  return server.url
}

async function run(name: string, env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  // What the page's script needs of Node is called experimental.
  const args = ['--disable-warning=ExperimentalWarning', `examples/notes/${name}.ts`]
  const child = spawn(process.execPath, args, {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  child.stdout.setEncoding('utf8').on('data', (text: string) => process.stdout.write(text))
  child.on('exit', (status) => void end(status ?? 1))
  endings.push(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGTERM')
    await once(child, 'exit')
  })
  await once(child.stdout, 'data')
  return child
}

try {
  const env = {
    ...process.env,
    PORT,
    DATABASE_URL: await open('PostgreSQL', DATABASE_URL, startPostgres),
    REDIS_URL: await open('Redis', REDIS_URL, () => startRedis()),
    TOKEN_SECRET: TOKEN_SECRET || randomBytes(32).toString('base64url'),
  }
  await run('server', env)
  await run('worker', env)
  say(`
  Open http://localhost:${PORT} and log in as demo (password demo) or admin (password admin).
  Or from a shell:

    curl http://localhost:${PORT}/login --json '{"username":"demo","password":"demo"}'

  Ctrl-C ends it.`)
} catch (error) {
  process.stderr.write(
    `The example could not be started: ${error instanceof Error ? error.message : error}\n`,
  )
  void end(1)
}
