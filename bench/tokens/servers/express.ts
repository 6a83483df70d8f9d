import express, { type RequestHandler } from 'express'
import { ready } from '../../guard/servers/setup.ts'
import { built } from '../../modules.ts'
import { setup } from './setup.ts'

declare global {
  namespace Express {
    interface Request {
      verified?: { readonly sub?: string }
    }
  }
}

const { check, port } = setup()
const app = express()

if (check === 'none') {
  app.get('/me', (_request, response) => {
    response.json({ sub: 'user-1' })
  })
} else if (check === 'hallpass') {
  const { requireLogin } = await built<typeof import('../../../src/express.ts')>('express')
  const { guard } = await import('./hallpass.ts')
  app.get('/me', requireLogin(guard), (request, response) => {
    response.json({ sub: guard.token(request).claims.sub })
  })
} else {
  const { tokenOf, verifyBy } = await import('./peers.ts')
  const verify = await verifyBy(check)
  const required: RequestHandler = (request, response, next) => {
    const refuse = () => void response.sendStatus(401)
    try {
      const verified = verify(tokenOf(request.headers.authorization))
      if (verified instanceof Promise) {
        verified.then((late) => {
          request.verified = late
          next()
        }, refuse)
      } else {
        request.verified = verified
        next()
      }
    } catch {
      refuse()
    }
  }
  app.get('/me', required, (request, response) => {
    response.json({ sub: request.verified?.sub })
  })
}
app.listen(port, '127.0.0.1', ready)
