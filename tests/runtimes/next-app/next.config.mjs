import { fileURLToPath } from 'node:url'

const repository = fileURLToPath(new URL('../../..', import.meta.url))

export default {
  // hallpass is built from its sources, which stand above this folder and know no `next`.
  turbopack: {
    root: repository,
    resolveAlias: {
      'next/headers.js': '../node_modules/next/headers.js',
      'next/server.js': '../node_modules/next/server.js',
    },
  },
}
