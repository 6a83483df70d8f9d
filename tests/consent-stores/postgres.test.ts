import { contract } from './contract.ts'
import { serverPlace } from './places.ts'

contract('PostgreSQL', serverPlace)
