import { contract } from './contract.ts'
import { sqlitePlace } from './places.ts'

contract('SQLite', 'ours', sqlitePlace)
