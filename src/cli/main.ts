#!/usr/bin/env node
/** The program `hallpass`. */
import { readFileSync } from 'node:fs'
import { shortened } from './arguments.ts'
import { printable } from './inspect/json-text.ts'
import { nodeFault } from './node-version.ts'
import { UsageError } from './usage.ts'

const HELP = `Usage: hallpass <command> [options]

Sign-in, sessions and access rules for TypeScript web services, and for any other app behind its
guard.

Commands:
  consent        One consent for all sites: runs the central service, and keeps its sites and log.
  demo           A provider, two sites and their consent service on this machine, to try.
  doctor         Checks the settings of a guard against the live provider and public address.
  guard          Sign-in in front of an app in any language: a proxy, or what a proxy asks.
  inspect        Says what a cookie or token is, and whether a secret opens it.
  keys           Makes secrets for env files, and rotates them.

Options:
  -h, --help     Shows this; after a command, the help of that command.
  -v, --version  Shows the version.
`

/** Each command takes the arguments after its name and gives the exit status. */
const COMMANDS: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
  consent: async (args) => (await import('./consent/command.ts')).consentCommand(args),
  demo: async (args) => (await import('./demo/command.ts')).demoCommand(args),
  doctor: async (args) => (await import('./doctor/command.ts')).doctorCommand(args),
  guard: async (args) => (await import('./guard/command.ts')).guardCommand(args),
  inspect: async (args) => (await import('./inspect/command.ts')).inspectCommand(args),
  keys: async (args) => (await import('./keys/command.ts')).keysCommand(args),
}

async function run([name, ...args]: readonly string[]): Promise<number> {
  const fault = nodeFault(process.versions.node)
  if (fault !== undefined) throw new Error(fault)
  if (name === undefined || name === '-h' || name === '--help') {
    process.stdout.write(HELP)
    return name === undefined ? 2 : 0
  }
  if (name === '-v' || name === '--version') {
    process.stdout.write(`${version()}\n`)
    return 0
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (command === undefined) throw new UsageError(`there is no command "${shortened(name)}"`)
  return command(args)
}

function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  const content: unknown = JSON.parse(text)
  return typeof content === 'object' && content !== null && 'version' in content
    ? String(content.version)
    : 'unknown'
}

try {
  process.exitCode = await run(process.argv.slice(2))
} catch (error) {
  const usage = error instanceof UsageError ? error : undefined
  // What the sentence quotes may come from anywhere: nothing in it steers the terminal.
  const lines = (error instanceof Error ? error.message : String(error)).split('\n')
  process.stderr.write(`hallpass: ${lines.map(printable).join('\n')}\n`)
  if (usage) process.stderr.write(`Run "${usage.help}" to see what there is.\n`)
  process.exitCode = usage ? 2 : 1
}
