import { contract } from './contract.ts'
import { filePlace } from './places.ts'

contract('SQLite', filePlace)
