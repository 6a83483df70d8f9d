/** How the guard ends: nothing that came is broken off, and nothing holds it up for long. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import { describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket, WebSocketServer } from 'ws'
import { GuardProgram, stopped } from './serve-program.ts'
import { upstream } from './serve-upstream.ts'

/** The body of a GET on a connection that is kept; undefined when it could not be sent. */
function get(url: string, agent: Agent): Promise<string | undefined> {
  return new Promise((resolve) => {
    const asked = request(url, { agent }, (answer) => {
      let body = ''
      answer.setEncoding('utf8').on('data', (text: string) => {
        body += text
      })
      answer.on('error', () => resolve('broken off'))
      answer.on('end', () => resolve(body))
    })
    asked.on('error', () => resolve(undefined)).end()
  })
}

describe('a stop of the guard', () => {
  const program = new GuardProgram()

  test('under load breaks nothing off', async (t) => {
    const app = await upstream(t, (_request, response) => {
      response.write('first,')
      setTimeout(() => response.end('last'), 20)
    })
    const guard = await program.serve({ HALLPASS_UPSTREAM: app.url })
    const agent = new Agent({ keepAlive: true, maxSockets: 20 })
    const bodies: (string | undefined)[] = []
    const client = async () => {
      for (;;) {
        const body = await get(`${guard.url}/open`, agent)
        bodies.push(body)
        if (body === undefined) return
      }
    }
    const clients = Array.from({ length: 20 }, client)
    while (bodies.length < 40) await sleep(10)
    const { status, stdout } = await stopped(guard)
    await Promise.all(clients)
    agent.destroy()
    assert.equal(status, 0)
    assert.deepEqual([...new Set(bodies)].sort(), ['first,last', undefined])
    const whole = bodies.filter((body) => body !== undefined)
    const logged = stdout.split('\n').filter((line) => line.includes('"path":"/open"'))
    // One that came with the last byte of an answer before it may be there besides.
    assert.ok(logged.length >= whole.length, 'every answer is in the log')
  })

  test('waits for an answer that is on its way', async (t) => {
    const held = Promise.withResolvers<void>()
    const app = await upstream(t, (_request, response) => {
      response.write('begun,')
      void held.promise.then(() => response.end('done'))
    })
    const guard = await program.serve({ HALLPASS_UPSTREAM: app.url })
    const asked = request(`${guard.url}/open`).end()
    const [answer]: IncomingMessage[] = await once(asked, 'response')
    assert.ok(answer)
    guard.signal('SIGINT')
    while (!guard.stderr().includes('Stopping')) await sleep(10)
    // It listens no more: others are refused.
    const isUp = () => fetch(`${guard.url}/_status/check`).then(Boolean, () => false)
    while (await isUp()) await sleep(10)
    held.resolve()
    let body = ''
    for await (const piece of answer) body += piece
    assert.equal(body, 'begun,done')
    assert.equal((await guard.ended).status, 0)
  })

  test('ends WebSockets, on both sides', async (t) => {
    const app = await upstream(t)
    const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1' })
    t.after(() => sockets.close())
    await once(sockets, 'listening')
    const { port } = sockets.address() as { port: number }
    await app.close()
    const guard = await program.serve({ HALLPASS_UPSTREAM: `http://127.0.0.1:${port}` })
    const connected = once(sockets, 'connection')
    const client = new WebSocket(`${guard.url.replace('http', 'ws')}/open`)
    const [behind] = await connected
    await once(client, 'open')
    const closed = [once(client, 'close'), once(behind, 'close')]
    assert.equal((await stopped(guard)).status, 0)
    await Promise.all(closed)
  })

  test('a second signal ends it at once, with a request that never does', async (t) => {
    const app = await upstream(t, (_request, response) => response.write('begun'))
    const guard = await program.serve({ HALLPASS_UPSTREAM: app.url })
    const asked = request(`${guard.url}/open`).end()
    asked.on('error', () => undefined)
    const [answer]: IncomingMessage[] = await once(asked, 'response')
    answer?.on('error', () => undefined).resume()
    guard.signal('SIGTERM')
    while (!guard.stderr().includes('Stopping')) await sleep(20)
    const second = setTimeout(() => guard.signal('SIGTERM'), 400)
    assert.equal((await guard.ended).status, 130)
    clearTimeout(second)
  })
})
