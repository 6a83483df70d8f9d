import { mount } from '../../../src/next.ts'
import { echo, ping } from '../../adapters/apps/route-sets.ts'
import { endpoints } from '../../adapters/apps/token-endpoints.ts'
import { pass } from './pass.js'

export const proxy = mount(ping, mount(echo, mount(endpoints, mount(pass))))
