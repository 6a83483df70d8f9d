/**
 * The tables in PostgreSQL, step by step. A step that was released is never changed: add another.
 * `store/sqlite/migrations.ts` says why the tables are as they are. Here the number of visitors is
 * spread over the slots of `hallpass_tally`, so that instances do not wait for one row.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE hallpass_setting (name text PRIMARY KEY, value text NOT NULL);
  CREATE TABLE hallpass_site (
    id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    created_at bigint NOT NULL,
    removed boolean NOT NULL DEFAULT false,
    origin text NOT NULL,
    callback text NOT NULL
  );
  CREATE UNIQUE INDEX hallpass_site_origin ON hallpass_site (origin) WHERE NOT removed;
  CREATE TABLE hallpass_site_key (
    id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    site int NOT NULL REFERENCES hallpass_site,
    created_at bigint NOT NULL,
    ends_at bigint,
    hash bytea NOT NULL UNIQUE
  );
  CREATE INDEX hallpass_site_key_site ON hallpass_site_key (site);
  CREATE TABLE hallpass_policy (
    version int PRIMARY KEY,
    created_at bigint NOT NULL,
    material smallint NOT NULL,
    text text NOT NULL,
    categories text NOT NULL,
    sha256 bytea NOT NULL
  );
  CREATE TABLE hallpass_choice (
    id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    choices text NOT NULL UNIQUE
  );
  CREATE TABLE hallpass_visitor (
    uuid uuid PRIMARY KEY,
    since bigint NOT NULL,
    updated_at bigint NOT NULL DEFAULT 0,
    last bigint NOT NULL DEFAULT 0,
    choices int NOT NULL DEFAULT 0,
    policy int NOT NULL DEFAULT 0,
    gpc int NOT NULL DEFAULT 0,
    act smallint NOT NULL DEFAULT 0,
    sites text NOT NULL
  ) WITH (fillfactor = 90);
  CREATE TABLE hallpass_code (
    hash bytea PRIMARY KEY,
    visitor uuid NOT NULL,
    site int NOT NULL,
    expires_at bigint NOT NULL
  );
  CREATE INDEX hallpass_code_expires ON hallpass_code (expires_at);
  CREATE INDEX hallpass_code_visitor ON hallpass_code (visitor);
  CREATE TABLE hallpass_log (
    seq bigint PRIMARY KEY,
    at bigint NOT NULL,
    prior bigint NOT NULL DEFAULT 0,
    policy int NOT NULL DEFAULT 0,
    site int NOT NULL DEFAULT 0,
    choices int NOT NULL DEFAULT 0,
    what smallint NOT NULL,
    shown smallint NOT NULL DEFAULT 0,
    visitor uuid,
    hash bytea NOT NULL,
    commitment bytea NOT NULL,
    salt bytea
  );
  CREATE INDEX hallpass_log_site ON hallpass_log (site, seq) WHERE site > 0;
  CREATE TABLE hallpass_rate (
    day int NOT NULL,
    site int NOT NULL,
    act smallint NOT NULL,
    policy int NOT NULL,
    count bigint NOT NULL,
    PRIMARY KEY (day, site, act, policy)
  ) WITH (fillfactor = 50);
  CREATE TABLE hallpass_head (
    one smallint PRIMARY KEY CHECK (one = 1),
    seq bigint NOT NULL,
    hash bytea NOT NULL
  ) WITH (fillfactor = 50);
  INSERT INTO hallpass_head VALUES (1, 0, decode(repeat('00', 32), 'hex'));
  CREATE TABLE hallpass_tally (slot smallint PRIMARY KEY, visitors bigint NOT NULL)
    WITH (fillfactor = 10);
  INSERT INTO hallpass_tally SELECT slot, 0 FROM generate_series(0, 31) AS slot;
  `,
  `
  ALTER TABLE hallpass_log ADD COLUMN received bigint, ADD COLUMN erased int;
  `,
]
