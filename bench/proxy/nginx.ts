/** nginx: as the app, as a proxy without a check, and as the one that asks hallpass. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Running, startServer } from './process.ts'
import { addressOf, OTHER_CORE, type Place, SERVER_CORE, type Setup } from './setup.ts'

/** 1 KB from memory, by one worker: faster than all that stands in front of it. */
export function startApp(setup: Setup): Promise<Running> {
  const body = 'x'.repeat(1024)
  const server = `
  server {
    listen 127.0.0.1:${setup.ports.app};
    location / { default_type text/plain; return 200 "${body}"; }
  }`
  return start(setup, 'app', server, OTHER_CORE)
}

/** Passes everything on. */
export function startNginx(setup: Setup): Promise<Running> {
  const server = `${appOf(setup)}
  server {
    listen 127.0.0.1:${setup.ports.nginx};
    location / {
      proxy_pass http://app;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $http_host;
    }
  }`
  return start(setup, 'nginx', server, SERVER_CORE)
}

/** The settings that docs/forward-auth-nginx.md shows, without TLS, with connections that are kept. */
export function startAskingNginx(setup: Setup): Promise<Running> {
  const page = readFileSync(new URL('../../docs/forward-auth-nginx.md', import.meta.url), 'utf8')
  const shown = /^```nginx\n(.*?)^```$/ms.exec(page)?.[1] ?? ''
  const server = shown
    .replace(/^ *(?:ssl_certificate|server_name).*\n/gm, '')
    .replace('listen 443 ssl', `listen 127.0.0.1:${setup.ports.nginxAuth}`)
    .replace('127.0.0.1:8701', `127.0.0.1:${setup.ports.auth}`)
    .replaceAll('http://127.0.0.1:9000', 'http://app')
    .replaceAll('X-Forwarded-Host $host', 'X-Forwarded-Host $http_host')
  return start(setup, 'nginxAuth', `${appOf(setup)}\n${server}`, SERVER_CORE)
}

function appOf({ ports }: Setup): string {
  return `upstream app { server 127.0.0.1:${ports.app}; keepalive 64; keepalive_requests 1000000; }`
}

function start(setup: Setup, place: Place, server: string, core: string): Promise<Running> {
  const folder = join(setup.folder, place)
  mkdirSync(folder)
  const file = join(folder, 'nginx.conf')
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  )
  writeFileSync(
    file,
    `daemon off;
worker_processes 1;
pid ${folder}/pid;
error_log stderr crit;
events { worker_connections 1024; }
http {
  access_log off;
  keepalive_requests 100000000;
  ${paths.join('\n  ')}
  ${server}
}
`,
  )
  return startServer({
    name: `nginx (${place})`,
    command: ['nginx', '-e', 'stderr', '-p', folder, '-c', file],
    core,
    url: addressOf(setup, place),
  })
}
