/** The package as npm would publish it, made from the `dist` that `npm run build` left. */
import { existsSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { command } from '../../scripts/test/command.ts'

/** A packed tarball. */
export interface Packed {
  /** Its path. */
  readonly tarball: string
  /** The files in it, as paths inside the package. */
  readonly files: readonly string[]
  /** Bytes, compressed and not. */
  readonly size: number
  readonly unpackedSize: number
}

/** A new folder that no one else uses. */
export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'hallpass-package-'))
}

/** Packs the package into `folder`. */
export async function pack(folder: string): Promise<Packed> {
  if (!existsSync('dist/index.js')) throw new Error('there is no dist; run npm run build first')
  const args = [
    'pack',
    '--json',
    '--ignore-scripts',
    '--loglevel=error',
    '--pack-destination',
    folder,
  ]
  const { ok, output } = await command('npm', args)
  if (!ok) throw new Error(output)
  const [report] = JSON.parse(output.slice(output.indexOf('[\n')))
  return {
    tarball: join(folder, report.filename),
    files: report.files.map((file: { path: string }) => file.path),
    size: report.size,
    unpackedSize: report.unpackedSize,
  }
}
