import express from 'express'
import { ready, setup } from './setup.ts'

const app = express()
app.get('/me', (_request, response) => {
  response.json({ sub: 'user-1' })
})
app.listen(setup().port, '127.0.0.1', ready)
