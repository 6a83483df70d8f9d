/** The provider and the servers of a run. */
import { randomBytes } from 'node:crypto'
import { startProvider } from '../../src/cli/demo/provider.ts'
import { freePorts } from '../../tests/support/free-ports.ts'
import { type RunningServer, startServer } from './server.ts'
import { CLIENT } from './servers/setup.ts'
import { ACCOUNT } from './sign-in.ts'

/** Servers that listen. */
export interface RunningServers {
  /** @throws when none has this name */
  get(name: string): RunningServer
  close(): Promise<void>
}

/** Starts a server for each name, from a file of `servers/`. */
export async function startServers(
  files: Readonly<Record<string, string>>,
): Promise<RunningServers> {
  const names = Object.keys(files)
  const ports = await freePorts(names.length)
  // The provider is on another host than the apps, or a browser would send it their cookies.
  const baseUrls = ports.map((port) => `http://127.0.0.1:${port}`)
  const provider = await startProvider({
    host: 'localhost',
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        token_endpoint_auth_method: 'client_secret_post',
        redirect_uris: baseUrls.flatMap((url) => [`${url}/auth/callback`, `${url}/callback`]),
      },
    ],
    accounts: [ACCOUNT],
    accessTokenTtl: 3600,
  })
  const running = new Map<string, RunningServer>()
  const close = async () => {
    for (const server of running.values()) server.stop()
    await provider.close()
  }
  try {
    for (const [i, [name, file]] of Object.entries(files).entries()) {
      const setup = {
        port: ports[i] ?? 0,
        baseUrl: baseUrls[i] ?? '',
        issuer: provider.issuer,
        secret: randomBytes(32).toString('hex'),
      }
      running.set(name, await startServer(file, setup))
    }
  } catch (error) {
    await close()
    throw error
  }
  return {
    close,
    get: (name) => {
      const server = running.get(name)
      if (server === undefined) throw new Error(`no server ${name} is running`)
      return server
    },
  }
}
