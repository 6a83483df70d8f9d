/** `npm run build`: a clean `dist` with JavaScript, types and maps for both, and the browser script. */
import { spawnSync } from 'node:child_process'
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { writeBanner } from './banner/write.ts'

const script = await writeBanner()
rmSync('dist', { recursive: true, force: true })
const tsc = spawnSync('tsc', ['-p', 'tsconfig.build.json'], { stdio: 'inherit' })
if (tsc.error) throw tsc.error
if (tsc.status !== 0) process.exit(tsc.status ?? 1)
writeFileSync('dist/consent/banner/ask.js', script)

const { bin } = JSON.parse(readFileSync('package.json', 'utf8'))
for (const program of Object.values<string>(bin)) chmodSync(program, 0o755)
