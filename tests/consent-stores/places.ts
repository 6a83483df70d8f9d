/** Where the stores of tests are kept. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Postgres, startPostgres } from '../support/postgres.ts'
import type { Place } from './contract/ground.ts'

/** Files in a temporary folder. */
export async function filePlace(): Promise<Place & { readonly folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'hallpass-store-'))
  let made = 0
  return {
    folder,
    async make() {
      made += 1
      return { data: join(folder, `${made}.sqlite`) }
    },
    async remove() {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Databases on a server of their own. */
export async function serverPlace(): Promise<Place & { readonly server: Postgres }> {
  const server = await startPostgres()
  let made = 0
  return {
    server,
    async make() {
      made += 1
      return { databaseUrl: await server.database(`store_${made}`) }
    },
    remove: () => server.stop(),
  }
}
