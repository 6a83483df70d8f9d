import { postgresPlace } from '../stores/places.ts'
import { contract } from './contract.ts'

contract('postgres', postgresPlace)
