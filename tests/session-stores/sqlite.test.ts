import { sqlitePlace } from '../stores/places.ts'
import { contract } from './contract.ts'

contract('sqlite', sqlitePlace)
