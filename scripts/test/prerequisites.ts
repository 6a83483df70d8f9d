/** What the tests need of the system: browsers, databases, proxies, openssl, Python with libraries. */
import { existsSync, globSync } from 'node:fs'
import { command, type Outcome } from './command.ts'

/** What shows that a package is there: one of these files (a glob), or a module of Python. */
type Probe = { readonly file: string } | { readonly module: string }

/** Debian's packages. */
const PACKAGES: Readonly<Record<string, Probe>> = {
  caddy: { file: '/usr/bin/caddy' },
  chromium: { file: '/usr/bin/chromium' },
  'mariadb-server': { file: '/usr/sbin/mariadbd' },
  nginx: { file: '/usr/sbin/nginx' },
  openssl: { file: '/usr/bin/openssl' },
  postgresql: { file: '/usr/lib/postgresql/*/bin/initdb' },
  'redis-server': { file: '/usr/bin/redis-server' },
  'python3-cryptography': { module: 'cryptography' },
  'python3-jwt': { module: 'jwt' },
  'python3-itsdangerous': { module: 'itsdangerous' },
  'python3-flask': { module: 'flask' },
  'python3-requests': { module: 'requests' },
}

async function isMissing(probe: Probe): Promise<boolean> {
  if ('file' in probe) return globSync(probe.file).length === 0
  return !(await command('/usr/bin/python3', ['-c', `import ${probe.module}`])).ok
}

async function missingPackages(): Promise<string[]> {
  const missing: string[] = []
  for (const [name, probe] of Object.entries(PACKAGES)) {
    if (await isMissing(probe)) missing.push(name)
  }
  return missing
}

/** Looks for everything; as root on Debian, installs what is missing. */
export async function prerequisites(): Promise<Outcome> {
  const missing = await missingPackages()
  if (missing.length === 0) return { ok: true, output: '' }

  const mayInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
  if (!mayInstall) return { ok: false, output: instructions(missing) }

  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const patience = ['-o', 'Acquire::Retries=3', '-o', 'DPkg::Lock::Timeout=120']
  const update = await command('apt-get', [...patience, 'update'], { env })
  if (!update.ok) return update
  const install = ['install', '--yes', '--no-install-recommends', ...missing]
  const done = await command('apt-get', [...patience, ...install], { env })
  if (!done.ok) return done

  const still = await missingPackages()
  return { ok: still.length === 0, output: instructions(still) }
}

function instructions(missing: readonly string[]): string {
  return [
    'The tests run against the real things, and these are not on this machine:',
    `  ${missing.join(', ')}`,
    'On Debian or Ubuntu, install them with',
    `  sudo apt-get install ${missing.join(' ')}`,
    'Elsewhere the tests look for Chromium at /usr/bin/chromium, for the programs of PostgreSQL',
    'in /usr/lib/postgresql/*/bin, for redis-server, caddy and openssl in /usr/bin, for nginx and',
    'mariadbd in /usr/sbin, and for Python at',
    '/usr/bin/python3 with the modules cryptography, jwt, itsdangerous, flask and requests.',
  ].join('\n')
}
