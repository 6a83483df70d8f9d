/**
 * `npm run banner`: the browser script in one piece, as `src/consent/banner/script.generated.ts`.
 * It fails when script and style together are larger than they may be.
 */
import { writeBanner } from './banner/write.ts'

await writeBanner()
