import { memoryPlace } from '../stores/places.ts'
import { contract } from './contract.ts'

contract('memory', memoryPlace)
