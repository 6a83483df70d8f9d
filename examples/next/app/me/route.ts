import { mount, requireLogin } from 'hallpass/next'
import { pass } from '../../pass.ts'

const me = requireLogin()((_request, { user }) => Response.json(user))

export const GET: (request: Request, context: unknown) => Promise<Response> = mount(pass, me)
