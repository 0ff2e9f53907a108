import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
} from 'kysely';
import { OutcomeUnknown, SQLITE_BUSY, SQLITE_FULL, SQLITE_IOERR, sqliteKind } from './failures.ts';

/** Prepared statements kept; the code has fewer distinct ones. */
const MAX_STATEMENTS = 500;

/**
 * Kysely on Node's own SQLite. With WAL and synchronous=FULL, a commit is on the disk when it returns. Kysely runs one
 * query or transaction at a time on the single connection. `onFull` is called when the disk is full, and returns
 * whether it made space.
 */
export function sqliteDialect(path: string, onFull: () => boolean = () => false): Dialect {
  const database = open(path);
  const statements = new Map<string, StatementSync>();

  const prepare = (sql: string) => {
    let statement = statements.get(sql);
    if (!statement) {
      if (statements.size >= MAX_STATEMENTS) statements.clear();
      statement = database.prepare(sql);
      statements.set(sql, statement);
    }
    return statement;
  };

  const config: SqliteDialectConfig = {
    database: {
      close: () => database.close(),
      prepare(sql) {
        const statement = prepare(sql);
        return {
          reader: statement.columns().length > 0,
          all: (parameters) => statement.all(...bindable(parameters)),
          run: (parameters) => statement.run(...bindable(parameters)),
          iterate: (parameters) => statement.iterate(...bindable(parameters)),
        };
      },
    },
  };
  const dialect = new SqliteDialect(config);
  return {
    createAdapter: () => new TransactionalAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createDriver: () => new ImmediateDriver(config, { database, onFull }),
  };
}

function open(path: string): DatabaseSync {
  try {
    return openWith(path, 'pragma journal_mode = wal');
  } catch (error) {
    if (![SQLITE_FULL, SQLITE_IOERR].includes(sqliteKind(error) ?? 0)) throw error;
    // There is no space for the memory that processes share. In exclusive mode the file can still be read.
    return openWith(path, 'pragma locking_mode = exclusive; pragma journal_mode = wal');
  }
}

function openWith(path: string, mode: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: true });
  try {
    database.exec(`${mode}; pragma synchronous = full; pragma cache_size = -65536;`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Rejects values that node:sqlite can't store: it binds a Date as NULL without an error, and throws on undefined. */
function bindable(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters.map((value) => {
    if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint')
      return value;
    if (value instanceof Uint8Array) return value;
    throw new TypeError(`SQLite can't store a value of type ${typeof value}`);
  });
}

/** Time that SQLite itself waits for another process's lock, in milliseconds. This blocks the event loop. */
const BUSY_TIMEOUT_MS = 50;

/** Total time that a statement waits for a lock, and pause between its attempts. This doesn't block the event loop. */
const LOCK_TIMEOUT_MS = 5000;
const RETRY_MS = 20;

interface Under {
  database: DatabaseSync;
  onFull: () => boolean;
}

/**
 * Waits for locks of other processes (admin commands) without blocking the event loop. Repeats a statement after space
 * was made on a full disk.
 */
class PatientConnection implements DatabaseConnection {
  readonly #connection: DatabaseConnection;
  readonly #under: Under;

  constructor(connection: DatabaseConnection, under: Under) {
    this.#connection = connection;
    this.#under = under;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { database, onFull } = this.#under;
    for (const deadline = performance.now() + LOCK_TIMEOUT_MS; ; await sleep(RETRY_MS)) {
      const wasInTransaction = database.isTransaction;
      try {
        return await this.#connection.executeQuery<R>(query);
      } catch (error) {
        const kind = sqliteKind(error);
        // SQLite may have rolled back the whole transaction; then the statement alone must not be repeated.
        const mayGoOn = database.isTransaction === wasInTransaction;
        if (kind === SQLITE_FULL ? !(onFull() && mayGoOn) : kind !== SQLITE_BUSY || performance.now() > deadline)
          throw error;
      }
    }
  }

  streamQuery<R>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<R>> {
    return this.#connection.streamQuery<R>(query, chunkSize);
  }
}

/**
 * Takes the write lock at the start of a transaction: one that reads first and writes later would fail without waiting.
 */
class ImmediateDriver extends SqliteDriver implements Driver {
  readonly #under: Under;
  #patient: DatabaseConnection | undefined;

  constructor(config: SqliteDialectConfig, under: Under) {
    super(config);
    this.#under = under;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    this.#patient ??= new PatientConnection(await super.acquireConnection(), this.#under);
    return this.#patient;
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    // A failed rollback left it open.
    if (this.#under.database.isTransaction) await super.rollbackTransaction(connection);
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    try {
      await super.commitTransaction(connection);
    } catch (error) {
      // The commit may be in the log anyway, and the next start may find it there.
      throw sqliteKind(error) === SQLITE_IOERR ? new OutcomeUnknown(error) : error;
    }
  }

  /** SQLite rolls back by itself on a full or failing disk. A failing rollback must not hide the original error. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#under.database.isTransaction) await super.rollbackTransaction(connection).catch(() => undefined);
  }
}

/** Kysely assumes otherwise, but SQLite rolls back schema changes too: a failed migration leaves nothing behind. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}
