/** Brings what the benchmark needs: the programs, the neighbours' packages, a fresh build. */
import { command, type Outcome } from '../../scripts/test/command.ts'
import { install } from '../../scripts/test/installs.ts'

/** @throws when something is missing, with what to do about it */
export async function prepare(): Promise<void> {
  for (const [program, argument, advice] of [
    ['taskset', '--version', 'it is part of util-linux: the benchmark needs Linux'],
    ['wrk', '--version', 'install it: apt-get install wrk'],
  ] as const) {
    const { output } = await command(program, [argument])
    // `wrk --version` exits with 1.
    if (output.includes('ENOENT')) throw new Error(`${program} is missing; ${advice}`)
  }
  finished('npm ci in bench', await install('bench'))
  finished('npm run build', await command(process.execPath, ['scripts/build.ts']))
}

function finished(what: string, { ok, output }: Outcome): void {
  if (!ok) throw new Error(`${what} failed:\n${output}`)
}
