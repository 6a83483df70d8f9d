import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { cutWhenSilent } from './silent-body.ts'

test('who begins a body and says nothing more is cut off; who sends all of it is not', async (t) => {
  const times: (number | undefined)[] = []
  const server = createServer((request, response) => {
    cutWhenSilent(request, 0.2)
    times.push(request.socket.timeout)
    void text(request).then(
      (body) => {
        times.push(request.socket.timeout)
        response.end(body)
      },
      () => {},
    )
  }).listen(0, '127.0.0.1')
  t.after(() => server.close())
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  const send = (body: string) => {
    const socket = connect(port, '127.0.0.1')
    socket.write(
      `POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 5\r\n\r\n${body}`,
    )
    return text(socket)
  }
  assert.match(await send('whole'), /whole$/)
  assert.deepEqual(times, [200, 0])
  assert.equal(await send('ha'), '')
  const page = await fetch(`http://127.0.0.1:${port}`)
  assert.equal(page.status, 200)
  assert.ok(!times[3], 'without a body nothing is limited')
})
