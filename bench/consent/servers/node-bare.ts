import { createServer } from 'node:http'
import { ready } from '../../guard/servers/setup.ts'
import { setup } from '../setup.ts'
import { BODY, HEADERS } from './answer.ts'

const server = createServer((_request, response) => {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value)
  response.end(BODY)
})
server.listen(setup().port, '127.0.0.1', ready)
