/** The proxies of the pages of docs/, run with the settings that stand there. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pageAt } from '../docs/pages.ts'

/** Where everything listens in a test, instead of the addresses of the page. */
export interface Ports {
  readonly proxy: number
  readonly guard: number
  readonly app: number
}

/** A proxy by its name. */
export type ProxyName = 'nginx' | 'caddy'

/** The block of settings on the page. */
export function settingsOf(page: string, language: string): string {
  const blocks = pageAt(page).blocks.filter((block) => block.language === language)
  if (blocks.length !== 1) throw new Error(`${page} has ${blocks.length} blocks of ${language}`)
  return blocks[0]?.text ?? ''
}

/** Starts the proxy with its page's settings; only addresses and the certificate are others. */
export async function startProxy(
  name: ProxyName,
  ports: Ports,
): Promise<{ close(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), `hallpass-${name}-`))
  const [program, args] = name === 'nginx' ? nginx(folder, ports) : caddy(folder, ports)
  const env = { PATH: process.env.PATH, HOME: folder, XDG_DATA_HOME: folder }
  const child = spawn(program, args, { env, stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4000)
  })
  const exited = once(child, 'exit')
  while (!(await listens(ports.proxy))) {
    if (child.exitCode !== null) throw new Error(`${name} did not start: ${said}`)
    await sleep(20)
  }
  return {
    async close() {
      child.kill('SIGTERM')
      await exited
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function nginx(folder: string, ports: Ports): [program: string, args: string[]] {
  const page = addressed(settingsOf('docs/forward-auth-nginx.md', 'nginx'), ports)
    .replace('listen 443 ssl;', `listen 127.0.0.1:${ports.proxy};`)
    .replace('shop.example;', 'shop.localhost;')
    .replace(/^ +ssl_certificate.*\n/gm, '')
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${folder}/${kind};`)
    .join(' ')
  const file = join(folder, 'nginx.conf')
  writeFileSync(
    file,
    `daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log;
     events {} http { access_log off; ${temporary}\n${page}\n}`,
  )
  return ['/usr/sbin/nginx', ['-e', `${folder}/error.log`, '-p', folder, '-c', file]]
}

function caddy(folder: string, ports: Ports): [program: string, args: string[]] {
  const page = addressed(settingsOf('docs/forward-auth-caddy.md', 'caddyfile'), ports).replace(
    'shop.example {',
    `http://shop.localhost:${ports.proxy} {`,
  )
  const file = join(folder, 'Caddyfile')
  writeFileSync(file, `{\n\tadmin off\n\tauto_https off\n}\n${page}`)
  return ['/usr/bin/caddy', ['run', '--config', file, '--adapter', 'caddyfile']]
}

function addressed(text: string, { guard, app }: Ports): string {
  return text
    .replaceAll('127.0.0.1:8701', `127.0.0.1:${guard}`)
    .replaceAll('127.0.0.1:9000', `127.0.0.1:${app}`)
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

/** The status of one request with its path exactly as written, which no client would tidy up. */
export function rawStatus(
  port: number,
  path: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
): Promise<number> {
  const socket = connect(port, '127.0.0.1')
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const host = `Host: shop.localhost:${port}\r\nConnection: close\r\nContent-Length: 0\r\n`
  // Not ended here: nginx takes half a connection for a client that went away.
  socket.write(`${method} ${path} HTTP/1.1\r\n${host}${lines.join('')}\r\n`)
  return new Promise((resolve, reject) => {
    let answer = ''
    socket.setEncoding('latin1').on('data', (text: string) => {
      answer += text
    })
    socket.on('error', reject)
    socket.on('close', () => resolve(Number(answer.split(' ', 2)[1])))
  })
}
