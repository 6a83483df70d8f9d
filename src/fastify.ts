/** `hallpass/fastify` */
export { mount, requireLogin } from './adapters/fastify.ts'
