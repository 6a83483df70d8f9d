import express from 'express'
import { built } from '../../modules.ts'
import { setup } from '../setup.ts'
import { ready, sitePass } from './site.ts'

const { mount } = await built<typeof import('../../../src/express.ts')>('express')

const app = express()
app.use(mount(await sitePass()))
app.listen(setup().port, '127.0.0.1', ready)
