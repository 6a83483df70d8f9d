import { contract } from './contract.ts'
import { redisPlace } from './places.ts'
import { CLIENTS } from './redis-clients.ts'

for (const [name, connecting] of Object.entries(CLIENTS)) {
  contract(`Redis by ${name}`, 'server', () => redisPlace(connecting))
}
