/** A handler of node:http around one query: what the service is compared with. */
import { createServer } from 'node:http'
import { ready } from '../../guard/servers/setup.ts'
import { built } from '../../modules.ts'
import { setup } from '../setup.ts'

const { isoTimestamp } =
  await built<typeof import('../../../src/consent/wire/timestamp.ts')>('consent/wire/timestamp')

/** A visitor's row, as far as the answer needs it. */
export interface Row {
  readonly updated_at: number
  /** JSON: categories and whether they are granted. */
  readonly choices: string
}

/** The queries of a database. */
export interface Queries {
  read(uuid: string): Row | undefined | Promise<Row | undefined>
  /** Makes a visitor's row, or changes it, and resolves when that is durable. */
  write(uuid: string, row: Row): void | Promise<void>
}

/** Answers what the service answers, with no key, no policy, no log, no limits and no counts. */
export async function listen({ read, write }: Queries): Promise<void> {
  const server = createServer(async (request, response) => {
    const uuid = (request.url ?? '').slice('/api/v1/users/'.length, -'/preferences'.length)
    const row =
      request.method === 'POST' ? await written(uuid, await sent(request)) : await read(uuid)
    if (row === undefined) return response.writeHead(404).end()
    response.setHeader('content-type', 'application/json')
    const categories: Record<string, boolean> = JSON.parse(row.choices)
    const [first, ...others] = Object.keys(categories).filter((id) => categories[id])
    const consent = first === undefined ? 'essential' : others.length > 0 ? 'all' : first
    const preferences = { consent, categories }
    const updated_at = isoTimestamp(row.updated_at)
    response.end(JSON.stringify({ preferences, updated_at, policy: 1 }))
  })
  async function written(uuid: string, body: string): Promise<Row> {
    const { consent } = JSON.parse(body).preferences
    const granted = (id: string) => consent === 'all' || consent === id
    const choices = JSON.stringify({
      performance: granted('performance'),
      functionality: granted('functionality'),
    })
    const row = { updated_at: Date.now(), choices }
    await write(uuid, row)
    return row
  }
  server.listen(setup().port, '127.0.0.1', ready)
}

async function sent(request: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
