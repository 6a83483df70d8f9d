import { createServer } from 'node:http'
import { built } from '../../modules.ts'
import { setup } from '../setup.ts'
import { ready, sitePass } from './site.ts'

const { mount } = await built<typeof import('../../../src/node.ts')>('node')

const app = mount(await sitePass(), (_request, response) => {
  response.end('a page')
})
createServer(app).listen(setup().port, '127.0.0.1', ready)
