import { redisPlace } from '../stores/places.ts'
import { CLIENTS } from '../stores/redis-clients.ts'
import { contract } from './contract.ts'

for (const [name, connecting] of Object.entries(CLIENTS)) {
  contract(`redis by ${name}`, () => redisPlace(connecting))
}
