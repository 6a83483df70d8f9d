/** Type-checks examples as strictly as a reader may. */
import { writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { command } from '../../scripts/test/command.ts'

/** As much of JSX as a page of Next.js needs to be checked without React's own types. */
const JSX = `declare module 'react/jsx-runtime' {
  export namespace JSX {
    type Element = unknown
    interface IntrinsicElements { [name: string]: Record<string, unknown> }
  }
}
`

const OPTIONS = {
  target: 'es2024',
  lib: ['es2024', 'dom', 'dom.iterable'],
  types: ['node'],
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  verbatimModuleSyntax: true,
  allowJs: true,
  checkJs: true,
  skipLibCheck: true,
  noEmit: true,
}

/** How Node resolves modules, and how Next.js does. */
const NODE = { module: 'nodenext', allowImportingTsExtensions: true }
const NEXT = { module: 'esnext', moduleResolution: 'bundler', jsx: 'react-jsx' }

/** The faults in the modules of some folders, as the compiler words them. */
export async function checkTypes(
  workshop: string,
  folders: readonly string[],
  forNext: boolean,
): Promise<string[]> {
  const include = folders.map((folder) => relative(workshop, folder))
  if (forNext) {
    await writeFile(join(workshop, 'jsx.d.ts'), JSX)
    include.push('jsx.d.ts')
  }
  const compilerOptions = { ...OPTIONS, ...(forNext ? NEXT : NODE) }
  const file = join(workshop, `tsconfig.${include[0]}.json`)
  await writeFile(file, JSON.stringify({ compilerOptions, include }))
  const { ok, output } = await command('tsc', ['--pretty', 'false', '-p', file], { cwd: workshop })
  return ok ? [] : output.trim().split('\n')
}
