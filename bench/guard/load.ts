/** The load: `wrk` on a core of its own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { command } from '../../scripts/test/command.ts'

const LOAD_CORE = '1'
const CONNECTIONS = 32

/**
 * Requests per second over `seconds`, after a warm-up.
 *
 * @throws when an answer was anything but 2xx, or a connection broke
 */
export async function load(
  url: string,
  cookies: readonly (string | undefined)[],
  { warmUp, seconds }: { readonly warmUp: number; readonly seconds: number },
): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'hallpass-bench-'))
  try {
    const [only, ...others] = cookies
    const headers = only === undefined ? [] : ['-H', `Cookie: ${only}`]
    const file = join(folder, 'cookies')
    writeFileSync(file, `${cookies.join('\n')}\n`)
    const script = new URL('wrk.lua', import.meta.url).pathname
    const one = others.length === 0
    const run = (duration: number) =>
      wrk(duration, one ? [...headers, url] : ['-s', script, url, file])
    await run(warmUp)
    return await run(seconds)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function wrk(seconds: number, rest: readonly string[]): Promise<number> {
  const fixed = ['-c', LOAD_CORE, 'wrk', '-t1', `-c${CONNECTIONS}`, `-d${seconds}s`]
  const { ok, output } = await command('taskset', [...fixed, ...rest])
  const rate = Number(/^Requests\/sec:\s+([\d.]+)$/m.exec(output)?.[1])
  const refused = /Non-2xx or 3xx responses: \d+|Socket errors: .*/.exec(output)?.[0]
  if (!ok || !(rate > 0) || refused !== undefined) throw new Error(refused ?? output)
  return rate
}
