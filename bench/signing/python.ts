/** Python's own libraries as contestants: a child process that does the same loops. */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Contestant } from './contestant.ts'

const WAYS = [
  ['TimestampSigner', 'itsdangerous TimestampSigner + json', ['sign', 'verify']],
  ['URLSafeTimedSerializer', 'itsdangerous URLSafeTimedSerializer', ['sign', 'verify']],
  ['Fernet', 'cryptography Fernet + json', ['seal', 'open']],
] as const

/** The contestants, and how to end the process. */
export async function python(payload: unknown): Promise<{ all: Contestant[]; close: () => void }> {
  const child = spawn('/usr/bin/python3', [fileURLToPath(new URL('peer.py', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const ask = async (message: unknown): Promise<string> => {
    child.stdin.write(`${JSON.stringify(message)}\n`)
    const { value, done } = await lines.next()
    if (done)
      throw new Error('Python ended: apt-get install python3-itsdangerous python3-cryptography')
    return value
  }
  await ask(payload)
  const all = WAYS.flatMap(([name, title, tasks]) =>
    tasks.map((task) => ({
      task,
      name: `Python: ${title}`,
      role: 'peer' as const,
      run: async (times: number) => Number(await ask({ name, task, times })) * 1000,
    })),
  )
  return { all, close: () => child.stdin.end() }
}
