import express from 'express'
import { built } from '../../modules.ts'
import { passOf } from './hallpass.ts'
import { ready, setup } from './setup.ts'

const { mount, requireLogin } = await built<typeof import('../../../src/express.ts')>('express')

const app = express()
app.use(mount(await passOf(setup())))
app.get('/me', requireLogin(), (request, response) => {
  response.json({ sub: request.hallpass.user?.sub })
})
app.listen(setup().port, '127.0.0.1', ready)
