/** Brings what the benchmark needs: the programs, and a fresh build. */
import { command } from '../../scripts/test/command.ts'

const PROGRAMS = [
  ['taskset', 'it is part of util-linux: the benchmark needs Linux'],
  ['wrk', 'install it: apt-get install wrk'],
  ['gunicorn', 'install it: apt-get install gunicorn python3-flask python3-requests'],
] as const

/** @throws when something is missing, with what to do about it */
export async function prepare(): Promise<void> {
  for (const [program, advice] of PROGRAMS) {
    const { output } = await command(program, ['--version'])
    if (output.includes('ENOENT')) throw new Error(`${program} is missing; ${advice}`)
  }
  await build()
}

/** A fresh `dist`. */
export async function build(): Promise<void> {
  const { ok, output } = await command(process.execPath, ['scripts/build.ts'])
  if (!ok) throw new Error(`npm run build failed:\n${output}`)
}
