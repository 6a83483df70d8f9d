/** The browser script, bundled and made small. */
import { readFile } from 'node:fs/promises'
import { build, type Plugin, transform } from 'esbuild'

/** What the script needs of a browser: dialogs, style sheets as objects, time limits of `fetch`. */
const TARGET = ['chrome111', 'edge111', 'firefox111', 'safari16.4']

/** The text of the style is a string to the bundler; here it is CSS, and becomes small. */
const smallStyle: Plugin = {
  name: 'small-style',
  setup(builder) {
    builder.onLoad({ filter: /banner\/style\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8')
      const [before, css, after] = text.split('`')
      const small = await transform(css ?? '', { loader: 'css', minify: true, target: TARGET })
      // esbuild leaves the blanks before the values of custom properties.
      const smaller = small.code.trim().replace(/(--[a-z-]+): /g, '$1:')
      return { contents: `${before}\`${smaller}\`${after}`, loader: 'ts' }
    })
  },
}

/** One statement that defines `globalThis.hallpassConsent` and nothing else. */
export async function bundleBanner(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: ['src/consent/banner/script.ts'],
    bundle: true,
    write: false,
    format: 'iife',
    minify: true,
    charset: 'utf8',
    target: TARGET,
    // Type checking is strict all the same; here it would be a directive that changes nothing.
    tsconfigRaw: { compilerOptions: { alwaysStrict: false } },
    plugins: [smallStyle],
  })
  return outputFiles[0]?.text ?? ''
}
