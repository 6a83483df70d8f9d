/** An app that is killed: `node mortal-app.ts PORT`. It answers with its path, as one piece. */
import { createServer } from 'node:http'

createServer((request, response) => response.end(`app at ${request.url}`)).listen(
  Number(process.argv[2]),
  '127.0.0.1',
)
