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

/** Runtimes that would ask the network for something of their own do not. */
export const QUIET: Readonly<Record<string, string>> = {
  DENO_NO_UPDATE_CHECK: '1',
  NEXT_TELEMETRY_DISABLED: '1',
}

/** Starts a program that serves the test app as `config` says. */
export function startRuntime(
  config: AppConfig,
  command: string,
  args: readonly string[],
): Promise<RunningApp> {
  return startChild({
    command,
    args,
    env: { ...QUIET, HALLPASS_TEST_APP: JSON.stringify(config) },
    port: config.port,
  })
}
