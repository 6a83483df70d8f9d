/** Runs tests/python/flask_app.py: a real Flask app on a port of its own. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** A Flask app that runs. */
export interface FlaskApp {
  close(): Promise<void>
}

/** Starts the app with a configuration of Flask: `{ SECRET_KEY: … }`. */
export async function startFlask(port: number, config: object): Promise<FlaskApp> {
  const script = fileURLToPath(new URL('flask_app.py', import.meta.url))
  const child = spawn('/usr/bin/python3', [script, String(port), JSON.stringify(config)])
  let complaints = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text
  })
  const ended = once(child, 'exit')
  const ready = await Promise.race([
    once(child.stdout, 'data').then(() => true),
    ended.then(() => false),
  ])
  if (!ready) throw new Error(`Flask did not start: ${complaints}`)
  return {
    async close() {
      child.kill()
      await ended
    },
  }
}
