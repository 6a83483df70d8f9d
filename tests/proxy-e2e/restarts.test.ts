/** 10,000 requests while the app is killed and started again: clean answers, and nothing is left. */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { Agent, request as send } from 'node:http'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { GuardProgram } from '../proxy/serve-program.ts'
import { freePorts } from '../support/free-ports.ts'
import { cookieOfReader, memoryOf, startGuard, type World } from './world.ts'

const ROUNDS = 10
const REQUESTS = 1000
/** At which request of a round the app is killed, and started again. */
const KILLED = 300
const STARTED = 700
const AT_ONCE = 16
/** Nobody waits so long for an answer: a request that does hangs. */
const HANGS_MS = 20_000
/** How much memory the guard may take beyond what it has after the first round. */
const MORE = 64 * 2 ** 20
/** Node.js uses what memory there is before it tidies up; with little, what grows is a leak. */
const SMALL = '--max-semi-space-size=2 --max-old-space-size=96'

interface Answer {
  readonly status: number
  readonly type: string
  readonly body: string
}

const program = new GuardProgram()
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
const file = new URL('mortal-app.ts', import.meta.url).pathname
let port: number
let app: ChildProcess
let world: World
let cookie: string

before(async () => {
  ;[port = 0] = await freePorts(1)
  app = start()
  world = await startGuard(program, {
    HALLPASS_UPSTREAM: `http://127.0.0.1:${port}`,
    NODE_OPTIONS: SMALL,
  })
  cookie = await cookieOfReader(world)
  await isBack()
})

after(async () => {
  agent.destroy()
  app.kill('SIGKILL')
  await world.close()
})

function start(): ChildProcess {
  return spawn(process.execPath, [file, String(port)], { stdio: 'ignore' })
}

/** One whole answer. @throws when it was cut, or did not come */
function ask(path: string): Promise<Answer> {
  const { host, port } = new URL(world.url)
  const headers = { host, cookie, accept: 'application/json' }
  return new Promise((resolve, reject) => {
    const request = send({ host: '127.0.0.1', port, path, headers, agent }, (response) => {
      let body = ''
      response.setEncoding('utf8').on('error', reject)
      response.on('data', (text: string) => {
        body += text
      })
      response.on('end', () => {
        const { statusCode = 0, headers } = response
        resolve({ status: statusCode, type: headers['content-type'] ?? '', body })
      })
    })
    request.setTimeout(HANGS_MS, () => request.destroy(new Error(`${path} hangs`)))
    request.on('error', reject)
    request.end()
  })
}

/** What is wrong with an answer; undefined for one that is right. */
function fault(path: string, { status, type, body }: Answer): string | undefined {
  if (status === 200) return body === `app at ${path}` ? undefined : `200: ${body}`
  if (![502, 503, 504].includes(status)) return `${status}: ${body}`
  if (type !== 'application/problem+json') return `${status}: ${type}`
  return JSON.parse(body).status === status ? undefined : body
}

/** Waits until the app answers again. */
async function isBack(): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    const answer = await ask('/back')
    assert.equal(fault('/back', answer), undefined)
    if (answer.status === 200) return
    await sleep(25)
  }
  assert.fail('the app does not answer again')
}

/** A round: what was answered, how often. */
async function round(name: number): Promise<Map<number, number>> {
  const counts = new Map<number, number>()
  let next = 0
  const worker = async () => {
    while (next < REQUESTS) {
      const number = next++
      if (number === KILLED) app.kill('SIGKILL')
      if (number === STARTED) {
        if (app.exitCode === null && app.signalCode === null) await once(app, 'exit')
        app = start()
      }
      const path = `/round/${name}/${number}`
      const answer = await ask(path)
      assert.equal(fault(path, answer), undefined)
      counts.set(answer.status, (counts.get(answer.status) ?? 0) + 1)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  await isBack()
  return counts
}

/** What the guard's process holds open: sockets, files, what it waits on. */
function handles(): number {
  return readdirSync(`/proc/${world.guard.pid}/fd`).length
}

/** The same when the connections of this test are closed, and the guard has noticed it. */
async function handlesAtRest(limit: number): Promise<number> {
  agent.destroy()
  for (let tries = 0; tries < 200 && handles() > limit; tries++) await sleep(50)
  return handles()
}

test('an app that is killed and started again: every answer is whole, and nothing is left', async () => {
  const rest = handles()
  const first = await round(0)
  const memory = memoryOf(world.guard.pid)
  let [good, bad] = [first.get(200) ?? 0, first.get(502) ?? 0]
  for (let i = 1; i < ROUNDS; i++) {
    const counts = await round(i)
    good += counts.get(200) ?? 0
    bad += counts.get(502) ?? 0
  }
  assert.ok(good >= ROUNDS * KILLED - ROUNDS * AT_ONCE, `${good} were answered by the app`)
  assert.ok(bad > 0, 'the app was away')
  const grown = memoryOf(world.guard.pid) - memory
  assert.ok(grown <= MORE, `${Math.round(grown / 2 ** 20)} MiB more`)
  const left = await handlesAtRest(rest)
  assert.ok(left <= rest, `${left} handles, ${rest} before`)
})
