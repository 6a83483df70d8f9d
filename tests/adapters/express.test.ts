import express from 'express'
import { startExpress } from './apps/express.ts'
import { suite } from './suite.ts'

suite({
  name: 'Express 5',
  start: (config) => startExpress(config, express),
  peerAddress: true,
  ownErrorPages: true,
})
