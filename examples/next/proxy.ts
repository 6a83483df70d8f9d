import { mount } from 'hallpass/next'
import { pass } from './pass.ts'

// Serves /auth/* and holds the rules of `guard` before a page is rendered.
export const proxy: (request: Request) => Promise<Response> = mount(pass)
export const config = { matcher: '/((?!_next/static|_next/image|favicon.ico).*)' } as const
