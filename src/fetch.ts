/** `hallpass/fetch` */
export type { FetchHandler } from './adapters/fetch.ts'
export { mount, requireLogin } from './adapters/fetch.ts'
