/** Runs tests/python/consent_site.py: a Flask site on the name `flask.localhost`. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { freePorts } from '../support/free-ports.ts'
import type { Central } from './central.ts'
import { COOKIE_POLICY, seesAt } from './sites.ts'

const SCRIPT = fileURLToPath(new URL('../python/consent_site.py', import.meta.url))

/** A Flask site that runs. */
export interface FlaskSite {
  readonly origin: string
  readonly key: string
  /** What it wrote to stderr: a line for each request, and each traceback. */
  readonly said: () => string
  sees(service: 'up' | 'down'): Promise<void>
}

/** Starts the site, until the test ends, and registers it at the service. */
export async function flaskSite(t: TestContext, central: Central): Promise<FlaskSite> {
  const [port = 0] = await freePorts(1)
  const origin = `http://flask.localhost:${port}`
  const key = await central.addSite(origin)
  const child = spawn('/usr/bin/python3', [SCRIPT, String(port), central.url, key, COOKIE_POLICY])
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const ended = once(child, 'exit')
  t.after(async () => {
    child.kill()
    await ended
  })
  const ready = once(child.stdout, 'data').then(() => true)
  if (!(await Promise.race([ready, ended.then(() => false)]))) {
    throw new Error(`The Flask site did not start: ${said}`)
  }
  const sees = seesAt(port)
  await sees('up')
  return { origin, key, said: () => said, sees }
}
