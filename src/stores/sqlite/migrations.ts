/** What a file of `sqliteStore` holds. Names and values are bytes: SQLite's text ends at a NUL. */
import { unavailable } from '../unavailable.ts'
import type { FileKind } from './file.ts'

/** Step by step. A step that was released is never changed: add another. Times: milliseconds. */
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE entry (
    id INTEGER PRIMARY KEY,
    space TEXT NOT NULL,
    key BLOB NOT NULL,
    version TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    is_text INTEGER NOT NULL,
    value BLOB NOT NULL,
    UNIQUE (space, key)
  ) STRICT;
  CREATE INDEX entry_expires ON entry (expires_at);
  CREATE TABLE entry_index (
    space TEXT NOT NULL,
    name BLOB NOT NULL,
    entry INTEGER NOT NULL REFERENCES entry ON DELETE CASCADE,
    PRIMARY KEY (space, name, entry)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX entry_index_entry ON entry_index (entry);
  CREATE TABLE lock (
    space TEXT NOT NULL,
    name BLOB NOT NULL,
    owner TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (space, name)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX lock_expires ON lock (expires_at);
  CREATE TABLE fence (one INTEGER PRIMARY KEY CHECK (one = 1), last INTEGER NOT NULL) STRICT;
  INSERT INTO fence VALUES (1, 0);
  `,
]

/** A file of `sqliteStore`, marked "hpst". */
export const STORE_FILE: FileKind = {
  applicationId: 0x68707374,
  migrations: MIGRATIONS,
  unavailable,
}
