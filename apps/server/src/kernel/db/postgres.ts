import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  PostgresDialect,
  type PostgresDialectConfig,
  PostgresDriver,
  type QueryResult,
  sql,
} from 'kysely';
import pg from 'pg';
import { isConnectionLost, OutcomeUnknown } from './failures.ts';
import type { Schema } from './schema.ts';

const INT8 = 20;

/** Time that a request waits for a connection before it fails with `unavailable`. */
const CONNECTION_TIMEOUT_MS = 5000;

/** Kysely on PostgreSQL. Microseconds and sizes stay below 2^53, so bigint columns are read as numbers. */
export function postgresDialect(url: string): Dialect {
  const types = new pg.TypeOverrides();
  types.setTypeParser(INT8, Number);
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    types,
    keepAlive: true,
    connectionTimeoutMillis: CONNECTION_TIMEOUT_MS,
    application_name: 'gofigr',
  });
  // A broken connection emits an error besides the failing query, or while it is idle. Without a listener, the error
  // ends the process. The pool drops the connection by itself.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
    // Compiling a query takes longer than any of ours runs: up to a second for a condition with a rare look-up in it.
    // Processes that help with a query take longer to start than they save: ours read 100,000 rows at most.
    client.query('set jit = off; set max_parallel_workers_per_gather = 0').catch(() => undefined);
  });
  return new CarefulDialect({ pool });
}

class CarefulDialect extends PostgresDialect {
  readonly #config: PostgresDialectConfig;

  constructor(config: PostgresDialectConfig) {
    super(config);
    this.#config = config;
  }

  override createDriver(): Driver {
    return new CarefulDriver(this.#config);
  }
}

type Connection = Parameters<PostgresDriver['rollbackTransaction']>[0];

/** Distinguishes a write with a lost answer, which may have been stored, from one that was not stored. */
class CarefulDriver extends PostgresDriver {
  readonly #watched = new WeakSet<DatabaseConnection>();
  readonly #inTransaction = new WeakSet<DatabaseConnection>();

  override async acquireConnection(...given: Parameters<PostgresDriver['acquireConnection']>) {
    const connection = await super.acquireConnection(...given);
    if (!this.#watched.has(connection)) this.#watch(connection);
    return connection;
  }

  /** A statement outside a transaction is its own commit. */
  #watch(connection: DatabaseConnection): void {
    this.#watched.add(connection);
    const execute = connection.executeQuery.bind(connection);
    connection.executeQuery = async <R>(query: CompiledQuery): Promise<QueryResult<R>> => {
      try {
        return await execute<R>(query);
      } catch (error) {
        throw isWrite(query) && !this.#inTransaction.has(connection) ? lost(error) : error;
      }
    };
  }

  override async beginTransaction(...given: Parameters<PostgresDriver['beginTransaction']>): Promise<void> {
    await super.beginTransaction(...given);
    this.#inTransaction.add(given[0]);
  }

  override async commitTransaction(connection: Connection): Promise<void> {
    try {
      await super.commitTransaction(connection);
      this.#inTransaction.delete(connection);
    } catch (error) {
      throw lost(error);
    }
  }

  /** Ignores a failing rollback, which must not hide the original error; the connection is dropped. */
  override async rollbackTransaction(connection: Connection): Promise<void> {
    this.#inTransaction.delete(connection);
    await super.rollbackTransaction(connection).catch(() => undefined);
  }
}

const isWrite = ({ query: { kind } }: CompiledQuery): boolean => /^(Insert|Update|Delete)QueryNode$/.test(kind);

const lost = (error: unknown): unknown => (isConnectionLost(error) ? new OutcomeUnknown(error) : error);

/** Rejects a server that answers a commit before it is on the disk: we must keep what we acknowledge. */
export async function checkPostgres(db: Kysely<Schema>): Promise<void> {
  const { rows } = await sql<{ name: string; setting: string }>`
    select name, setting from pg_settings
    where name in ('fsync', 'full_page_writes', 'synchronous_commit', 'server_encoding')`.execute(db);
  const settings = new Map(rows.map(({ name, setting }) => [name, setting]));
  const off = ['fsync', 'full_page_writes', 'synchronous_commit'].filter((name) => settings.get(name) === 'off');
  if (off.length > 0) throw new Error(`This PostgreSQL may lose acknowledged commits: switch on ${off.join(', ')}.`);
  if (settings.get('server_encoding') !== 'UTF8')
    throw new Error(`The PostgreSQL database must be encoded in UTF8, not ${settings.get('server_encoding')}.`);
}
