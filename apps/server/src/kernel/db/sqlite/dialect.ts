import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
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
  type SqliteStatement,
} from 'kysely';
import { OutcomeUnknown, SQLITE_BUSY, SQLITE_FULL, SQLITE_IOERR, SyncFailed, sqliteKind } from '../failures.ts';
import { type Checkpoints, createCheckpoints } from './checkpoints.ts';
import { createLogSync, type LogSync } from './log-sync.ts';

/** Prepared statements kept; the code has fewer distinct ones. */
const MAX_STATEMENTS = 500;

export interface SqliteOptions {
  /** Called when the disk is full; returns whether it made space. */
  onFull?: () => boolean;
  /** Called when the log could not be copied into the database file. It is tried again later. */
  onCheckpointFailure?: (error: Error) => void;
  /** Another connection of this process writes. */
  isReadOnly?: boolean;
}

/** A dialect, and the state of its commits. */
export interface SqliteDatabase {
  dialect: Dialect;
  /**
   * Resolves when all commits so far are on the disk, or have failed to get there; undefined if none is waiting. Await
   * it before telling anyone what a query has read.
   */
  settled(): Promise<void> | undefined;
}

/**
 * Kysely on Node's own SQLite. Queries and transactions use the single connection one after the other. One that has
 * written returns when its commit is on the disk: `LogSync` does that while the next ones run.
 */
export function sqliteDatabase(path: string, options: SqliteOptions = {}): SqliteDatabase {
  const { onFull = () => false, onCheckpointFailure = () => undefined, isReadOnly = false } = options;
  const { database, isExclusive } = isReadOnly ? openToRead(path) : open(path);
  const connections = createLock();
  const hasNoLog = path === IN_MEMORY || isExclusive || isReadOnly;
  const log = hasNoLog ? undefined : openLog(path, database, connections, onCheckpointFailure);
  const config = { database: { prepare: preparer(database), close: () => database.close() } };
  const dialect = new SqliteDialect(config);
  return {
    settled: () => log?.sync.synced()?.catch(() => undefined),
    dialect: {
      createAdapter: () => new TransactionalAdapter(),
      createIntrospector: (db) => dialect.createIntrospector(db),
      createQueryCompiler: () => dialect.createQueryCompiler(),
      createDriver: () => new ImmediateDriver(config, { database, onFull, connections, log }),
    },
  };
}

/** Path of a database for tests. */
export const IN_MEMORY = ':memory:';

/** Gives the connection to one user at a time, in the order of asking. Taking it returns the function that gives it back. */
type Lock = () => Promise<() => void>;

function createLock(): Lock {
  let last: Promise<void> = Promise.resolve();
  return async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const before = last;
    last = promise;
    await before;
    return resolve;
  };
}

interface Log {
  sync: LogSync;
  /** Number of rows that this process has changed so far. */
  changes(): number;
  checkpoints: Checkpoints;
}

function openLog(path: string, database: DatabaseSync, connections: Lock, onFailure: (error: Error) => void): Log {
  // A commit is on the disk when `LogSync` has synced it, and copied when `Checkpoints` has.
  database.exec('pragma synchronous = normal; pragma wal_autocheckpoint = 0');
  const log = database.prepare('pragma wal_checkpoint(noop)');
  const changed = database.prepare('select total_changes() as rows');
  // Statements outside of transactions write nothing any more, either.
  const sync = createLogSync(`${path}-wal`, () => database.exec('pragma query_only = on'));
  const checkpoints = createCheckpoints({
    path,
    pages: () => Number(log.get()?.['log'] ?? 0),
    async alone(work) {
      const giveBack = await connections();
      try {
        if (sync.failure) throw sync.failure;
        await work();
      } finally {
        giveBack();
      }
    },
    onFailure,
  });
  return { sync, checkpoints, changes: () => Number(changed.get()?.['rows']) };
}

/** Prepares each statement once. */
function preparer(database: DatabaseSync): (sql: string) => SqliteStatement {
  const statements = new Map<string, SqliteStatement>();
  return (sql) => {
    const known = statements.get(sql);
    if (known) return known;
    if (statements.size >= MAX_STATEMENTS) statements.clear();
    const statement = database.prepare(sql);
    const made: SqliteStatement = {
      reader: statement.columns().length > 0,
      all: (parameters) => statement.all(...bindable(parameters)),
      run: (parameters) => statement.run(...bindable(parameters)),
      iterate: (parameters) => statement.iterate(...bindable(parameters)),
    };
    statements.set(sql, made);
    return made;
  };
}

function open(path: string): { database: DatabaseSync; isExclusive: boolean } {
  try {
    return { database: openWith(path, 'pragma journal_mode = wal'), isExclusive: false };
  } catch (error) {
    if (![SQLITE_FULL, SQLITE_IOERR].includes(sqliteKind(error) ?? 0)) throw error;
    // There is no space for the memory that processes share. In exclusive mode the file can still be read.
    const database = openWith(path, 'pragma locking_mode = exclusive; pragma journal_mode = wal');
    return { database, isExclusive: true };
  }
}

const openToRead = (path: string) => ({
  database: new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS, readOnly: true }),
  isExclusive: false,
});

/** Until `openLog` changes it, a commit is on the disk when it returns. */
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
  connections: Lock;
  /** undefined: commits are on the disk when they return. */
  log: Log | undefined;
}

/**
 * Waits for locks of other processes (admin commands) without blocking the event loop. Repeats a statement after space
 * was made on a full disk.
 */
class PatientConnection implements DatabaseConnection {
  readonly #connection: DatabaseConnection;
  readonly #under: Under;
  /** Tells whether its user has sent anything but selects. */
  mayHaveWritten = false;

  constructor(connection: DatabaseConnection, under: Under) {
    this.#connection = connection;
    this.#under = under;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { database, onFull } = this.#under;
    const wasInTransaction = database.isTransaction;
    if (query.query.kind !== 'SelectQueryNode') this.mayHaveWritten = true;
    for (let deadline: number | undefined; ; await sleep(RETRY_MS)) {
      try {
        return await this.#connection.executeQuery<R>(query);
      } catch (error) {
        const kind = sqliteKind(error);
        deadline ??= performance.now() + LOCK_TIMEOUT_MS;
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
  #patient: PatientConnection | undefined;
  #giveBack: (() => void) | undefined;
  /** Changes at the last look. */
  #changes = 0;

  constructor(config: SqliteDialectConfig, under: Under) {
    super(config);
    this.#under = under;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    this.#giveBack = await this.#under.connections();
    this.#patient ??= new PatientConnection(await super.acquireConnection(), this.#under);
    this.#patient.mayHaveWritten = false;
    return this.#patient;
  }

  /** Gives the connection to the next user, and returns when this user's commits are on the disk. */
  override async releaseConnection(): Promise<void> {
    const { log } = this.#under;
    const changes = this.#patient?.mayHaveWritten ? log?.changes() : this.#changes;
    this.#giveBack?.();
    if (!log || changes === undefined || changes === this.#changes) return;
    this.#changes = changes;
    log.sync.committed();
    await log.sync.synced();
    // Not after a failed sync: a log that the disk may have lost must not be copied.
    log.checkpoints.committed();
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    const { database, log } = this.#under;
    if (log?.sync.failure) throw new SyncFailed(log.sync.failure);
    // A failed rollback left it open.
    if (database.isTransaction) await super.rollbackTransaction(connection);
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

  override async destroy(): Promise<void> {
    const { log } = this.#under;
    await log?.checkpoints.close();
    await log?.sync.close();
    // Closing copies the log into the database file without checking it. The next start checks it.
    if (!log?.sync.failure) await super.destroy();
  }
}

/** Kysely assumes otherwise, but SQLite rolls back schema changes too: a failed migration leaves nothing behind. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }

  /** The driver itself gives its connection to one user at a time. */
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}
