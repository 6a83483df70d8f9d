import express, { type RequestHandler } from 'express'
import { neighbour } from '../../modules.ts'
import { CLIENT, ready, SCOPE, setup } from './setup.ts'

interface Library {
  readonly default: {
    auth(config: Readonly<Record<string, unknown>>): RequestHandler
    requiresAuth(): RequestHandler
  }
}

declare global {
  namespace Express {
    interface Request {
      readonly oidc: { readonly user?: { readonly sub: string } }
    }
  }
}

const { auth, requiresAuth } = (await neighbour<Library>('express-openid-connect')).default
const { port, baseUrl, issuer, secret } = setup()

const app = express()
app.use(
  auth({
    issuerBaseURL: issuer,
    baseURL: baseUrl,
    clientID: CLIENT.id,
    clientSecret: CLIENT.secret,
    secret,
    authRequired: false,
    authorizationParams: { response_type: 'code', scope: SCOPE },
  }),
)
app.get('/me', requiresAuth(), (request, response) => {
  response.json({ sub: request.oidc.user?.sub })
})
app.listen(port, '127.0.0.1', ready)
