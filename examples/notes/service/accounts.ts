/** Who may log in. */
import { passwordHash, passwordNeedsRehash, passwordVerify } from 'hallpass/tokens/password'
import type { Database } from './schema.ts'

/** An account, without its password. */
export interface Account {
  readonly id: string
  readonly username: string
  readonly groups: readonly string[]
}

/** The account of these credentials. Unknown or wrong: undefined, after the same time. */
export async function accountOf(
  database: Database,
  username: string,
  password: string,
): Promise<Account | undefined> {
  const found = await database
    .selectFrom('account')
    .selectAll()
    .where('username', '=', username)
    .executeTakeFirst()
  const isRight = await passwordVerify(found?.password_hash, password)
  if (found === undefined || !isRight) return undefined
  if (passwordNeedsRehash(found.password_hash)) {
    await database
      .updateTable('account')
      .set({ password_hash: await passwordHash(password) })
      .where('id', '=', found.id)
      .execute()
  }
  return { id: found.id, username: found.username, groups: found.groups }
}

/** The accounts of the demo. A service that real people use makes none at its start. */
export const DEMO_ACCOUNTS = [
  { id: 'user-demo', username: 'demo', password: 'demo', groups: [] },
  { id: 'user-admin', username: 'admin', password: 'admin', groups: ['admin'] },
] as const

/** Adds those of the demo that are not there. */
export async function addDemoAccounts(database: Database): Promise<void> {
  for (const { password, groups, ...account } of DEMO_ACCOUNTS) {
    await database
      .insertInto('account')
      .values({ ...account, groups: [...groups], password_hash: await passwordHash(password) })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
}
