/** The client as a bundler makes it for a browser. */
import { build } from 'esbuild'

export interface Bundle {
  readonly text: string
  /** The files that are in it. */
  readonly inputs: readonly string[]
  /** What it would load beside. */
  readonly externals: readonly string[]
}

export async function bundle(): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    entryPoints: ['src/tokens-client.ts'],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: ['chrome116', 'firefox115', 'safari16.4'],
    write: false,
    metafile: true,
  })
  const [output] = Object.values(metafile.outputs)
  return {
    text: outputFiles[0]?.text ?? '',
    inputs: Object.keys(metafile.inputs),
    externals: (output?.imports ?? []).map(({ path }) => path),
  }
}
