/** Where the runtimes and bundlers that only the tests need are installed. */
import { fileURLToPath } from 'node:url'
import { startChild } from '../../support/child-app.ts'
import type { AppConfig } from './pass.ts'
import type { RunningApp } from './running.ts'

const root = new URL('../../runtimes/', import.meta.url)

/** The folder that `npm ci` fills. */
export const RUNTIMES: string = fileURLToPath(root)

/** A program of that folder. */
export function program(name: string): string {
  return fileURLToPath(new URL(`node_modules/.bin/${name}`, root))
}

/** A file beside this one. */
export function appFile(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url))
}

/** Starts a program that serves the test app as `config` says. */
export function startRuntime(
  config: AppConfig,
  name: string,
  args: readonly string[],
  cwd?: string,
): Promise<RunningApp> {
  return startChild({
    command: program(name),
    args,
    env: { HALLPASS_TEST_APP: JSON.stringify(config), DENO_NO_UPDATE_CHECK: '1' },
    ...(cwd !== undefined && { cwd }),
    port: config.port,
  })
}
