/** `hallpass/hono` */
export { mount, requireLogin } from './adapters/hono.ts'
