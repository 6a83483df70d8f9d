/** The open file: prepared statements, transactions, and opening it again when it was exchanged. */
import { closeSync, openSync, type Stats, statSync } from 'node:fs'
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import { HallpassError } from '../../errors.ts'
import type { Unavailable } from '../unavailable.ts'
import { needsReopening, toStoreError } from './fault.ts'

/** How often the path is looked at, in milliseconds, to see a file that was taken away. */
const LOOK_EVERY_MS = 500

const PRAGMAS = `
  PRAGMA busy_timeout = 15;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA foreign_keys = ON;
  PRAGMA secure_delete = ON;
  PRAGMA cache_size = -65536;
  PRAGMA journal_size_limit = 67108864;
`

interface Open {
  readonly database: DatabaseSync
  readonly statements: Map<string, StatementSync>
  readonly stats: Stats
}

/** What a file holds. */
export interface FileKind {
  /** Marks the file as ours: four letters, as a number. */
  readonly applicationId: number
  /** The tables, step by step. A step that was released is never changed: add another. */
  readonly migrations: readonly string[]
  readonly unavailable: Unavailable
}

/** What can be bound to a statement. */
export type Value = SQLInputValue

/** A database file. Its methods throw `store_unavailable` for whatever SQLite cannot do. */
export class SqliteFile {
  readonly #path: string
  readonly #Database: typeof DatabaseSync
  readonly #kind: FileKind
  /** The errors of this kind of store. */
  readonly unavailable: Unavailable
  #open: Open | undefined
  #closed = false
  #made = false
  /** SQLite may end a transaction by itself, on a full disk for one: this is whether ours goes on. */
  #inTransaction = false
  #looked = 0

  constructor(path: string, Database: typeof DatabaseSync, kind: FileKind) {
    this.#path = path
    this.#Database = Database
    this.#kind = kind
    this.unavailable = kind.unavailable
  }

  /** The first row; undefined without any. `Row` is what the statement is known to return. */
  get<Row>(sql: string, ...values: readonly Value[]): Row | undefined {
    return this.#guarded(() => this.#statement(sql).get(...values) as Row | undefined)
  }

  all<Row>(sql: string, ...values: readonly Value[]): Row[] {
    return this.#guarded(() => this.#statement(sql).all(...values) as Row[])
  }

  /** How many rows it changed. */
  run(sql: string, ...values: readonly Value[]): number {
    return this.#guarded(() => Number(this.#statement(sql).run(...values).changes))
  }

  /**
   * Does `work` in a transaction that writes. SQLite's own errors come out as they are, so that
   * the caller can tell which of them are worth another try.
   */
  transaction<T>(work: () => T): T {
    const { database } = this.#current(true)
    try {
      database.exec('BEGIN IMMEDIATE')
      this.#inTransaction = true
      const result = work()
      database.exec('COMMIT')
      return result
    } catch (error) {
      this.#undo(database, error)
      throw error
    } finally {
      this.#inTransaction = false
    }
  }

  /**
   * Moves all that was committed from the write-ahead log into the file, and empties that log: what
   * was erased is then in neither. False: somebody reads or writes, so it has to be tried again.
   */
  checkpoint(): boolean {
    const row = this.get<{ busy: number }>('PRAGMA wal_checkpoint(TRUNCATE)')
    return row?.busy === 0
  }

  /** Makes the file if there is none, and brings its tables up. */
  migrate(): void {
    if (this.#closed) throw this.unavailable('is closed')
    // Only once: a file that is gone later is a fault, and not to be replaced by an empty one.
    if (!this.#made) this.#create()
    this.#current(true)
    this.#made = true
  }

  close(): void {
    this.#closed = true
    this.#drop()
  }

  #guarded<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      // In a transaction its own end sees to that, and has to know SQLite's error.
      if (this.#inTransaction) throw error
      if (needsReopening(error)) this.#drop()
      throw toStoreError(error, this.unavailable)
    }
  }

  #undo(database: DatabaseSync, error: unknown): void {
    try {
      if (database.isOpen && database.isTransaction) database.exec('ROLLBACK')
      if (needsReopening(error)) this.#drop()
    } catch {
      this.#drop()
    }
  }

  #statement(sql: string): StatementSync {
    const { database, statements } = this.#current(false)
    const known = statements.get(sql)
    if (known !== undefined) return known
    const made = database.prepare(sql)
    statements.set(sql, made)
    return made
  }

  /** The open database; one whose file is no longer at its path would write into nothing. */
  #current(look: boolean): Open {
    if (this.#closed) throw this.unavailable('is closed')
    const open = this.#open
    if (open !== undefined && this.#inTransaction) return open
    const now = performance.now()
    if (open !== undefined && !look && now - this.#looked < LOOK_EVERY_MS) return open
    this.#looked = now
    const stats = statSync(this.#path, { throwIfNoEntry: false })
    if (stats === undefined) {
      this.#drop()
      throw this.unavailable('is gone')
    }
    if (open !== undefined && open.stats.ino === stats.ino && open.stats.dev === stats.dev) {
      return open
    }
    this.#drop()
    this.#open = this.#connect(stats)
    return this.#open
  }

  #create(): void {
    try {
      // Readable for its owner alone; SQLite gives its other files the same mode.
      closeSync(openSync(this.#path, 'a', 0o600))
    } catch (error) {
      throw this.unavailable('cannot be opened', error)
    }
  }

  #connect(stats: Stats): Open {
    const database = new this.#Database(this.#path)
    try {
      database.exec(PRAGMAS)
      bringUp(database, this.#kind)
      return { database, statements: new Map(), stats }
    } catch (error) {
      database.close()
      throw error
    }
  }

  #drop(): void {
    const open = this.#open
    this.#open = undefined
    try {
      if (open?.database.isOpen) open.database.close()
    } catch {
      // It is given up either way.
    }
  }
}

/** Makes the tables, one process at a time. */
function bringUp(database: DatabaseSync, kind: FileKind): void {
  const { applicationId, migrations } = kind
  if (versionOf(database, kind) === migrations.length) return
  database.exec('BEGIN IMMEDIATE')
  try {
    const version = versionOf(database, kind)
    for (const step of migrations.slice(version)) database.exec(step)
    database.exec(`PRAGMA application_id = ${applicationId}`)
    database.exec(`PRAGMA user_version = ${migrations.length}`)
    database.exec('COMMIT')
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}

function versionOf(database: DatabaseSync, kind: FileKind): number {
  const number = (sql: string) => Number(Object.values(database.prepare(sql).get() ?? {})[0])
  const version = number('PRAGMA user_version')
  const isEmpty = number('SELECT count(*) FROM sqlite_schema') === 0
  if (!isEmpty && number('PRAGMA application_id') !== kind.applicationId) {
    throw new HallpassError('invalid_config', 'The data file is a database of another program.')
  }
  if (version > kind.migrations.length) {
    throw new HallpassError('invalid_config', 'The data file was made by a newer hallpass.')
  }
  return version
}
