import { codeOf } from '../errors.ts';

export const SQLITE_BUSY = 5;
export const SQLITE_IOERR = 10;
export const SQLITE_FULL = 13;

/** Reasons why a database doesn't work: no space left, a temporary failure, or a lost answer. */
export type DatabaseFailure = 'full' | 'unavailable' | 'outcome_unknown';

/** The answer to a commit was lost: the database may have stored it. */
export class OutcomeUnknown extends Error {
  constructor(cause: unknown) {
    super('The answer of the database to a commit was lost.', { cause });
  }
}

/** The disk did not confirm earlier commits. Later ones would depend on them, so nothing is stored until a restart. */
export class SyncFailed extends Error {
  constructor(cause: unknown) {
    super('The disk failed to store earlier changes. Check the disk and restart the server.', { cause });
  }
}

/** https://www.sqlite.org/rescode.html: busy, locked, nomem, readonly, ioerr, corrupt, cantopen, protocol, notadb. */
const SQLITE_UNAVAILABLE = [5, 6, 7, 8, SQLITE_IOERR, 11, 14, 15, 26];

/**
 * https://www.postgresql.org/docs/current/errcodes-appendix.html: connection lost or refused, read-only, out of
 * connections or memory, lock timeout, deadlock, shutdown, failing or damaged files. Also Node's own codes for a
 * connection that can't be made.
 */
const POSTGRES_UNAVAILABLE = /^(08...|25006|40001|40P01|53[^1]..|55P03|57...|58...|XX00[12])$/;

/** The codes after which the server may have stored a commit before the connection ended. */
const POSTGRES_CONNECTION_ENDED = /^(08...|57P0[1-5])$/;
const POSTGRES_FULL = '53100';
const NETWORK = /^(ECONN(REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;

/** Messages of `pg` that have no code. */
const LOST =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed)/;

/** The kind of an SQLite error: the low byte of its code. */
export function sqliteKind(error: unknown): number | null {
  if (codeOf(error) !== 'ERR_SQLITE_ERROR' || !(error instanceof Error && 'errcode' in error)) return null;
  return typeof error.errcode === 'number' ? error.errcode & 0xff : null;
}

/** Tells whether an error of PostgreSQL or its connection leaves open whether the statement was executed. */
export function isConnectionLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = codeOf(error);
  return code === undefined ? LOST.test(error.message) : POSTGRES_CONNECTION_ENDED.test(code) || NETWORK.test(code);
}

/** Classifies an error if the database can't be used now; null if the request was wrong. */
export function databaseFailure(error: unknown): DatabaseFailure | null {
  if (!(error instanceof Error)) return null;
  if (error instanceof OutcomeUnknown) return 'outcome_unknown';
  if (error instanceof SyncFailed) return 'unavailable';
  const code = codeOf(error);
  const kind = sqliteKind(error);
  if (kind === SQLITE_FULL) return 'full';
  if (kind !== null) return SQLITE_UNAVAILABLE.includes(kind) ? 'unavailable' : null;
  if (code === POSTGRES_FULL) return 'full';
  if (code !== undefined) return POSTGRES_UNAVAILABLE.test(code) || NETWORK.test(code) ? 'unavailable' : null;
  return LOST.test(error.message) ? 'unavailable' : null;
}
