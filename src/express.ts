/** `hallpass/express` */
export type { ExpressMiddleware, ExpressRequest } from './adapters/express.ts'
export { mount, requireLogin } from './adapters/express.ts'
