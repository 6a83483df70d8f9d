/** `hallpass/koa` */
export { mount, requireLogin } from './adapters/koa.ts'
