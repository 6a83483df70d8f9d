import { contract } from './contract.ts'
import { memoryPlace } from './places.ts'

contract('Memory', 'ours', memoryPlace)
