/** What the data file holds. */
import type { FileKind } from '../../../stores/sqlite/file.ts'
import { unavailable } from '../unavailable.ts'

/**
 * The tables in SQLite, step by step. A step that was released is never changed: add another.
 *
 * Ten million visitors fit into a few gigabytes because nothing is kept twice: hashes are bytes,
 * equal choices are one row of `choice`, the sites that know a visitor are in the visitor's row, an
 * entry's `prev` is its neighbour's hash, and a visitor's entries are a list from the newest to the
 * oldest (`visitor.last`, `log.prior`) instead of an index.
 */
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE site (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    origin TEXT NOT NULL,
    callback TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    removed INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE UNIQUE INDEX site_origin ON site (origin) WHERE removed = 0;
  CREATE TABLE site_key (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    site INTEGER NOT NULL REFERENCES site,
    hash BLOB NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    ends_at INTEGER
  ) STRICT;
  CREATE INDEX site_key_site ON site_key (site);
  CREATE TABLE policy (
    version INTEGER PRIMARY KEY,
    material INTEGER NOT NULL,
    text TEXT NOT NULL,
    categories TEXT NOT NULL,
    sha256 BLOB NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE choice (id INTEGER PRIMARY KEY, choices TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE visitor (
    uuid BLOB PRIMARY KEY,
    since INTEGER NOT NULL,
    updated_at INTEGER NOT NULL DEFAULT 0,
    last INTEGER NOT NULL DEFAULT 0,
    choices INTEGER REFERENCES choice,
    policy INTEGER NOT NULL DEFAULT 0,
    act INTEGER NOT NULL DEFAULT 0,
    gpc INTEGER NOT NULL DEFAULT 0,
    sites TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE code (
    hash BLOB PRIMARY KEY,
    visitor BLOB NOT NULL,
    site INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX code_expires ON code (expires_at);
  CREATE INDEX code_visitor ON code (visitor);
  CREATE TABLE log (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    prior INTEGER NOT NULL DEFAULT 0,
    what INTEGER NOT NULL,
    policy INTEGER NOT NULL DEFAULT 0,
    shown INTEGER NOT NULL DEFAULT 0,
    site INTEGER REFERENCES site,
    choices INTEGER REFERENCES choice,
    visitor BLOB,
    hash BLOB NOT NULL,
    commitment BLOB NOT NULL,
    salt BLOB
  ) STRICT;
  CREATE INDEX log_site ON log (site) WHERE site IS NOT NULL;
  CREATE TABLE rate (
    day INTEGER NOT NULL,
    site INTEGER NOT NULL,
    act INTEGER NOT NULL,
    policy INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (day, site, act, policy)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE head (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    seq INTEGER NOT NULL,
    hash BLOB NOT NULL,
    visitors INTEGER NOT NULL
  ) STRICT;
  INSERT INTO head VALUES (1, 0, zeroblob(32), 0);
  `,
  `
  ALTER TABLE log ADD COLUMN received INTEGER;
  ALTER TABLE log ADD COLUMN erased INTEGER;
  `,
]

/** A data file of the consent service, marked "hpcs". */
export const CONSENT_FILE: FileKind = {
  applicationId: 0x68706373,
  migrations: MIGRATIONS,
  unavailable,
}
