import { contract } from './contract.ts'
import { postgresPlace } from './places.ts'

contract('PostgreSQL', 'server', postgresPlace)
