/** Apache with mod_auth_openidc, both of Debian, in front of the app. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Running, startServer } from './process.ts'
import { addressOf, CLIENT, SCOPE, SERVER_CORE, type Setup } from './setup.ts'

const MODULES = [
  'mpm_event',
  'authn_core',
  'authz_core',
  'authz_user',
  'auth_openidc',
  'proxy',
  'proxy_http',
]

/** @param session - Where the session is: in shared memory, its default, or in the cookie. */
export function startApache(
  setup: Setup,
  place: 'apacheShm' | 'apacheCookie',
  session: 'server-cache' | 'client-cookie',
): Promise<Running> {
  const folder = join(setup.folder, place)
  mkdirSync(folder)
  chmodSync(folder, 0o777)
  const file = join(folder, 'apache.conf')
  writeFileSync(
    file,
    `${MODULES.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join('\n')}
ServerRoot ${folder}
ServerName 127.0.0.1
Listen 127.0.0.1:${setup.ports[place]}
PidFile ${folder}/pid
DefaultRuntimeDir ${folder}
ErrorLog ${folder}/error.log
LogLevel crit
User www-data
Group www-data
KeepAlive On
MaxKeepAliveRequests 0
KeepAliveTimeout 60
StartServers 1
ServerLimit 1
ThreadsPerChild 64
MaxRequestWorkers 64
LimitRequestFieldSize 32768

OIDCProviderMetadataURL ${setup.issuer}/.well-known/openid-configuration
OIDCClientID ${CLIENT.id}
OIDCClientSecret ${CLIENT.secret}
OIDCProviderTokenEndpointAuth client_secret_basic
OIDCRedirectURI ${addressOf(setup, place)}/callback
OIDCCryptoPassphrase the-passphrase-of-a-run-on-this-machine
OIDCScope "${SCOPE}"
OIDCPKCEMethod S256
OIDCSessionType ${session}
OIDCSessionInactivityTimeout 3600

ProxyPreserveHost On
ProxyPass / ${setup.app}/
<Location />
  AuthType openid-connect
  Require valid-user
</Location>
`,
  )
  return startServer({
    name: `apache2 (${session})`,
    command: ['apache2', '-D', 'FOREGROUND', '-f', file],
    core: SERVER_CORE,
    url: addressOf(setup, place),
  })
}
