/** `npm run exports:update`: writes the snapshot of every exported name. */
import { writeFileSync } from 'node:fs'
import { publicNames } from '../tests/package/sources.ts'

writeFileSync('tests/package/exports.json', `${JSON.stringify(publicNames(), null, 2)}\n`)
