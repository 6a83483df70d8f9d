/** Debian's nginx in front of something on this machine. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

/** Starts nginx on `port` with these directives in its server, until the test ends; it has a cache `all`. */
export async function nginx(t: TestContext, port: number, server: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'hallpass-doctor-nginx-'))
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${folder}/${name};`)
    .join(' ')
  const file = join(folder, 'nginx.conf')
  writeFileSync(
    file,
    `daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log;
     events {}
     http { access_log off; ${temporary} proxy_cache_path ${folder}/cache keys_zone=all:1m;
            server { listen 127.0.0.1:${port}; ${server} } }`,
  )
  const child = spawn('/usr/sbin/nginx', ['-e', `${folder}/error.log`, '-p', folder, '-c', file], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const exited = once(child, 'exit')
  t.after(async () => {
    child.kill('SIGTERM')
    await exited
    rmSync(folder, { recursive: true })
  })
  while (!(await listens(port))) {
    if (child.exitCode !== null) throw new Error(`nginx did not start: ${said}`)
    await sleep(20)
  }
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })
}
