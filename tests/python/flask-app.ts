/** Runs a real Flask app on a port of its own: flask_app.py, or another program of this folder. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** A Flask app that runs. */
export interface FlaskApp {
  close(): Promise<void>
}

/** Starts the app with a configuration of Flask: `{ SECRET_KEY: … }`. */
export async function startFlask(
  port: number,
  config: object,
  program = 'flask_app.py',
): Promise<FlaskApp> {
  const script = fileURLToPath(new URL(program, import.meta.url))
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
