/** The clients of Redis that a store can be given. */
import { Cluster, Redis } from 'ioredis'
import { createClient, createCluster } from 'redis'
import type { Connecting } from './places.ts'

const ignore = () => {}

/** By the package and what is made with it. */
export const CLIENTS: Readonly<Record<string, Connecting>> = {
  redis: {
    async connect(port) {
      const client = createClient({ url: `redis://127.0.0.1:${port}` })
      client.on('error', ignore)
      await client.connect()
      return { client, close: () => client.destroy() }
    },
  },
  ioredis: {
    async connect(port) {
      const client = new Redis({ port })
      client.on('error', ignore)
      return { client, close: () => client.disconnect() }
    },
  },
}

/** The same for a cluster. */
export const CLUSTER_CLIENTS: Readonly<Record<string, Connecting>> = {
  redis: {
    cluster: true,
    async connect(port) {
      const client = createCluster({ rootNodes: [{ url: `redis://127.0.0.1:${port}` }] })
      client.on('error', ignore)
      await client.connect()
      return { client, close: () => client.destroy() }
    },
  },
  ioredis: {
    cluster: true,
    async connect(port) {
      const client = new Cluster([{ host: '127.0.0.1', port }])
      client.on('error', ignore)
      return { client, close: () => client.disconnect() }
    },
  },
}
