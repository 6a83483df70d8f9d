import { createRequire } from 'node:module'
import type express from 'express'
import { startExpress } from './apps/express.ts'
import { suite } from './suite.ts'

// The types are those of Express 5: what the test app uses is the same in both.
const express4: typeof express = createRequire(import.meta.url)('express4')

suite({
  name: 'Express 4',
  start: (config) => startExpress(config, express4),
  peerAddress: true,
  ownErrorPages: true,
})
