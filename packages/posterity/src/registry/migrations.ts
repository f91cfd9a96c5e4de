// The tables of a registry in PostgreSQL ≥ 15, as steps that are only ever added to. Plain SQL, no extensions.

/** A registry has a schema of its own beside whatever else the database holds. */
export const schema = 'posterity';

/** Step k makes version k + 1. */
export const migrations: readonly string[] = [
  `
  create table ${schema}.unit (
    suite text not null,
    id text not null,
    -- json, not jsonb: the order of a record's parameters is part of it
    record json not null,
    revision bigint not null,
    primary key (suite, id)
  );
  create sequence ${schema}.revision;
  create table ${schema}.file (
    hash text primary key check (hash ~ '^[0-9a-f]{64}$'),
    bytes bytea not null,
    stored timestamptz not null default now()
  );
  -- The files are compressed already.
  alter table ${schema}.file alter column bytes set storage external;
  `,
];

/** Makes the schema when it is missing, and notes which steps it has had; run before reading the version. */
export const ledger = `
  create schema if not exists ${schema};
  create table if not exists ${schema}.migration (
    version int primary key,
    applied timestamptz not null default now()
  );
`;
