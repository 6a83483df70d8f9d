/** The browser script as a module of `src`, which sites serve. */
import { writeFileSync } from 'node:fs'
import { bundleBanner } from './bundle.ts'
import { NEIGHBOURS } from './neighbours.ts'
import { gzipped, MAX_GZIP } from './size.ts'

/**
 * Bundles, measures and writes it.
 *
 * @param options - `quiet`: its size is told only when it is too large.
 * @returns The script.
 * @throws Error when it is larger than it may be.
 */
export async function writeBanner({
  quiet = false,
}: {
  readonly quiet?: boolean
} = {}): Promise<string> {
  const script = await bundleBanner()
  const size = gzipped(script)
  if (size > MAX_GZIP)
    throw new Error(`The banner has ${size} bytes of the ${MAX_GZIP} it may have.`)
  const others = NEIGHBOURS.map(({ name, version, bytes }) => `${name} ${version} ${bytes}`)
  if (!quiet)
    console.log(
      `banner: ${size} bytes with gzip -9, script and style, of ${MAX_GZIP}; ${others.join(', ')}`,
    )
  writeFileSync(
    'src/consent/banner/script.generated.ts',
    `/** Written by \`npm run banner\`. */\nexport const SCRIPT: string = ${JSON.stringify(script)}\n`,
  )
  return script
}
