/** A gibibyte through the guard, in either direction: its memory stays as it is. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  request as send,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { after, before, test } from 'node:test'
import { GuardProgram } from '../proxy/serve-program.ts'
import { cookieOfReader, memoryOf, startGuard, type World } from './world.ts'

const GIB = 2 ** 30
const MIB = 2 ** 20
/** How much the process may grow, whatever passes through it. */
const MORE = 64 * MIB
const PIECE = Buffer.alloc(64 * 1024, 'hallpass')

const program = new GuardProgram()
let app: Server
let world: World
let cookie: string

before(async () => {
  app = createServer((request, response) => {
    // A connection that breaks is seen at its other end.
    answer(request, response).catch(() => response.destroy())
  })
  app.listen(0, '127.0.0.1')
  await once(app, 'listening')
  const { port } = app.address() as AddressInfo
  world = await startGuard(program, { HALLPASS_UPSTREAM: `http://127.0.0.1:${port}` })
  cookie = await cookieOfReader(world)
})

after(async () => {
  await world.close()
  app.closeAllConnections()
  app.close()
})

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const size = await sizeOf(request)
  if (request.url === '/download') await pipeline(bytes(), response)
  else response.end(String(size))
}

async function sizeOf(body: Readable): Promise<number> {
  let size = 0
  for await (const piece of body) size += piece.length
  return size
}

function* pieces(size: number): Generator<Buffer> {
  for (let sent = 0; sent < size; sent += PIECE.length) yield PIECE
}

function bytes(size = GIB): Readable {
  return Readable.from(pieces(size), { objectMode: false })
}

/** One request as the reader; gives the answer. */
async function ask(path: string, body: Readable | undefined): Promise<IncomingMessage> {
  const { port } = new URL(world.url)
  const request = send({
    host: '127.0.0.1',
    port,
    path,
    method: body === undefined ? 'GET' : 'POST',
    headers: { host: new URL(world.url).host, cookie, origin: world.url },
    agent: false,
  })
  const answered = once(request, 'response')
  if (body === undefined) request.end()
  else await pipeline(body, request)
  const [response] = await answered
  return response
}

/** The most memory that the guard had while something went on, beyond what it had before. */
async function growth(during: () => Promise<void>): Promise<number> {
  const { pid } = world.guard
  const first = memoryOf(pid)
  let most = first
  const watch = setInterval(() => {
    most = Math.max(most, memoryOf(pid))
  }, 50)
  try {
    await during()
  } finally {
    clearInterval(watch)
  }
  return most - first
}

async function upload(size: number): Promise<void> {
  const response = await ask('/upload', bytes(size))
  assert.equal(response.statusCode, 200)
  response.setEncoding('utf8')
  assert.equal((await response.toArray()).join(''), String(size))
}

async function download(): Promise<void> {
  const response = await ask('/download', undefined)
  assert.equal(response.statusCode, 200)
  assert.equal(await sizeOf(response), GIB)
}

test('an upload of 1 GiB arrives whole, at flat memory', async () => {
  // What the process needs for its first bodies, it has then.
  await upload(64 * MIB)
  const grown = await growth(() => upload(GIB))
  assert.ok(grown <= MORE, `${Math.round(grown / MIB)} MiB more`)
})

test('a download of 1 GiB arrives whole, at flat memory', async () => {
  const grown = await growth(download)
  assert.ok(grown <= MORE, `${Math.round(grown / MIB)} MiB more`)
})
