/** `hallpass/next` */
export type { NextHandler } from './adapters/next.ts'
export { mount, requireLogin, visitor } from './adapters/next.ts'
