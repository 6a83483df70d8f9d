/** Runs the file of `HALLPASS_CONFIG`, as the module that it is, whatever its folder says. */
import { realpathSync } from 'node:fs'
import nodeModule, { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'
import { types } from 'node:util'

/** What a file says, or why it says nothing. */
export type Loaded = { readonly given: unknown } | { readonly fault: string }

const EXPORT = 'write export default defineGuard({ … })'
/** Characters of what the file itself said. */
const MAX_SAID = 200

/**
 * Node.js loads ES modules at once, and takes the types out of TypeScript. `hallpass/guard` is the
 * one that runs where the folder of the file has none of its own.
 *
 * @param text - What is in the file.
 */
export function runConfig(file: string, text: string): Loaded {
  const watch = watched(file, text)
  let loaded: unknown
  try {
    loaded = createRequire(file)(file)
  } catch (error) {
    return { fault: `names a file that does not run: ${said(error, watch.missing(), file)}` }
  } finally {
    watch.end()
  }
  if (!isNamespace(loaded)) return fromCommonJs(loaded)
  const given: unknown = Reflect.get(loaded, 'default')
  if (given !== undefined) return { given }
  return { fault: `names a file without a default export: ${EXPORT}` }
}

function isNamespace(loaded: unknown): loaded is object {
  return types.isModuleNamespaceObject(loaded)
}

/** A file that exports nothing has exports all the same: an empty object. */
function fromCommonJs(loaded: unknown): Loaded {
  const isEmpty = typeof loaded === 'object' && loaded !== null && Object.keys(loaded).length === 0
  return isEmpty ? { fault: `names a file that exports nothing: ${EXPORT}` } : { given: loaded }
}

/** While the file is loaded: what it is, where ours is, and which import was not found. */
function watched(file: string, text: string) {
  const url = pathToFileURL(realpathSync(file)).href
  const isModule = /^[^\S\n]*export\b/m.test(text)
  const format = /\.[cm]?ts$/.test(file) ? 'module-typescript' : 'module'
  let missing: string | undefined
  // Other runtimes than Node.js have no such hooks, and may not need them.
  const hooks = nodeModule.registerHooks?.({
    resolve(specifier, context, next) {
      try {
        return next(specifier, context)
      } catch (error) {
        if (specifier === 'hallpass/guard') return { url: OURS, shortCircuit: true }
        missing ??= specifier
        throw error
      }
    },
    // npm writes "type": "commonjs" into a new package.json: then Node.js would not look into it.
    load: (loading, context, next) =>
      next(loading, loading === url && isModule ? { ...context, format } : context),
  })
  return { missing: () => missing, end: () => hooks?.deregister() }
}

// Not `new URL`: bundlers would take the file for something to put beside the bundle.
const OURS = import.meta.url.replace(/guard-env\/run-config(?=\.[jt]s$)/, 'guard')

function said(error: unknown, missing: string | undefined, file: string): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ERR_REQUIRE_ASYNC_MODULE') return 'await outside of a function cannot be used in it'
  if (code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND') return notFound(missing, file)
  const text = (String(error).split('\n', 1)[0] ?? '').slice(0, MAX_SAID)
  if (!(error instanceof SyntaxError)) return text
  const isOlder = /outside a module|Unexpected token 'export'/.test(text)
  const fix = isOlder ? ': run npm pkg set type=module in its folder' : ''
  return `${text} (${placeOf(error)})${fix}`
}

function notFound(missing: string | undefined, file: string): string {
  if (missing === undefined) return 'it imports a module that is not there'
  if (/^[./]|^[a-z]+:/.test(missing)) return `it imports ${missing}, which is not there`
  return `it imports ${missing}, which is not installed above ${dirname(file)}: put the file beside node_modules, or do without it`
}

/** Node.js puts the file and its line before the stack, but not for an ES module in JavaScript. */
function placeOf(error: SyntaxError): string {
  const line = /^[^\n]*:(\d+)\n/.exec(error.stack ?? '')?.[1]
  return line === undefined ? 'node --check says where' : `line ${line}`
}
