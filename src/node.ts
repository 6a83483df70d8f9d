/** `hallpass/node` */
export type { NodeHandler, NodeRequest } from './adapters/node.ts'
export { mount, requireLogin } from './adapters/node.ts'
