import { codeOf } from '../errors.ts';

export const SQLITE_BUSY = 5;
export const SQLITE_IOERR = 10;
export const SQLITE_FULL = 13;

/** What keeps a database from working, as far as an error tells: no room left, something that will pass, or a lost answer. */
export type DatabaseFailure = 'full' | 'unavailable' | 'outcome_unknown';

/** The database was told to store something, and its answer was lost: it may have stored it. */
export class OutcomeUnknown extends Error {
  constructor(cause: unknown) {
    super('The answer of the database to a commit was lost.', { cause });
  }
}

/** https://www.sqlite.org/rescode.html: busy, locked, nomem, readonly, ioerr, corrupt, cantopen, protocol, notadb. */
const SQLITE_UNAVAILABLE = [5, 6, 7, 8, SQLITE_IOERR, 11, 14, 15, 26];

/**
 * https://www.postgresql.org/docs/current/errcodes-appendix.html: connection lost or refused, read-only, out of
 * connections or memory, no lock in time, deadlock, shut down, files that fail or are damaged. And Node's own for a
 * connection that can't be made.
 */
const POSTGRES_UNAVAILABLE = /^(08...|25006|40001|40P01|53[^1]..|55P03|57...|58...|XX00[12])$/;

/** The same, as far as the server may have stored what it was told to before the connection ended. */
const POSTGRES_CONNECTION_ENDED = /^(08...|57P0[1-5])$/;
const POSTGRES_FULL = '53100';
const NETWORK = /^(ECONN(REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;

/** What `pg` says without any code. */
const LOST =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed)/;

/** The kind of an error of SQLite: the low byte of its code, the rest says more of it. */
export function sqliteKind(error: unknown): number | null {
  if (codeOf(error) !== 'ERR_SQLITE_ERROR' || !(error instanceof Error && 'errcode' in error)) return null;
  return typeof error.errcode === 'number' ? error.errcode & 0xff : null;
}

/** Whether an error of PostgreSQL, or of its connection, leaves open if the statement was carried out. */
export function isConnectionLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = codeOf(error);
  return code === undefined ? LOST.test(error.message) : POSTGRES_CONNECTION_ENDED.test(code) || NETWORK.test(code);
}

/** Whether an error means that the database can't be used now, and not that the request was wrong. */
export function databaseFailure(error: unknown): DatabaseFailure | null {
  if (!(error instanceof Error)) return null;
  if (error instanceof OutcomeUnknown) return 'outcome_unknown';
  const code = codeOf(error);
  const kind = sqliteKind(error);
  if (kind === SQLITE_FULL) return 'full';
  if (kind !== null) return SQLITE_UNAVAILABLE.includes(kind) ? 'unavailable' : null;
  if (code === POSTGRES_FULL) return 'full';
  if (code !== undefined) return POSTGRES_UNAVAILABLE.test(code) || NETWORK.test(code) ? 'unavailable' : null;
  return LOST.test(error.message) ? 'unavailable' : null;
}
