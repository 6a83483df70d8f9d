/**
 * `npm run banner`: the browser script in one piece, as `src/consent/banner/script.generated.ts`.
 * It fails when script and style together are larger than they may be. What runs the sources does
 * it first, with `--quiet`.
 */
import { writeBanner } from './banner/write.ts'

await writeBanner({ quiet: process.argv.includes('--quiet') })
