import { mount } from '../../../src/next.ts'
import { pass } from './pass.js'

export const proxy = mount(pass)
