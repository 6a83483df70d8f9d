/** A Python program as the other side of a test: one JSON request a line, one JSON answer a line. */

import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

// Debian's own, which sees the python3-* packages; another python on the PATH may not.
const PYTHON = '/usr/bin/python3'

/** A running Python program. */
export interface PythonPeer {
  /** Sends a request and gives the program's answer to it. */
  ask(request: unknown): Promise<unknown>
  /** Ends the program. */
  close(): void
}

/** Starts `tests/python/<script>`. When it ends early, each request fails with what it printed. */
export function startPython(script: string): PythonPeer {
  const child = spawn(PYTHON, [fileURLToPath(new URL(script, import.meta.url))])
  const waiting: PromiseWithResolvers<unknown>[] = []
  let failure: Error | undefined
  let complaints = ''

  const fail = (reason: string) => {
    failure ??= new Error(`${script}: ${reason}\n${complaints}`)
    for (const { reject } of waiting.splice(0)) reject(failure)
  }
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text
  })
  child.on('error', (error) => fail(error.message))
  child.on('close', (code) => fail(`ended with code ${code}`))
  child.stdin.on('error', () => {}) // The program has ended; 'close' says why.
  createInterface({ input: child.stdout }).on('line', (line) => {
    waiting.shift()?.resolve(JSON.parse(line))
  })

  return {
    ask(request) {
      if (failure !== undefined) return Promise.reject(failure)
      const answer = Promise.withResolvers<unknown>()
      waiting.push(answer)
      child.stdin.write(`${JSON.stringify(request)}\n`)
      return answer.promise
    },
    close: () => void child.stdin.end(),
  }
}
