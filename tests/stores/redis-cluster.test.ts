import { contract } from './contract.ts'
import { redisPlace } from './places.ts'
import { CLUSTER_CLIENTS } from './redis-clients.ts'

for (const [name, connecting] of Object.entries(CLUSTER_CLIENTS)) {
  contract(`a cluster of Redis by ${name}`, 'server', () => redisPlace(connecting))
}
