/** The browser script as a module of `src`, which sites serve. */
import { writeFileSync } from 'node:fs'
import { bundleBanner } from './bundle.ts'
import { gzipped, MAX_GZIP } from './size.ts'

/**
 * Bundles, measures and writes it.
 *
 * @returns The script.
 * @throws Error when it is larger than it may be.
 */
export async function writeBanner(): Promise<string> {
  const script = await bundleBanner()
  const size = gzipped(script)
  if (size > MAX_GZIP)
    throw new Error(`The banner has ${size} bytes of the ${MAX_GZIP} it may have.`)
  console.log(`banner: ${size} bytes of script and style with gzip -9; it may have ${MAX_GZIP}`)
  writeFileSync(
    'src/consent/banner/script.generated.ts',
    `/** Written by \`npm run banner\`. */\nexport const SCRIPT: string = ${JSON.stringify(script)}\n`,
  )
  return script
}
