/** What keeps a database from working, as far as an error tells: no room left, or something that will pass. */
export type DatabaseFailure = 'full' | 'unavailable';

/** https://www.sqlite.org/rescode.html: busy, locked, readonly, ioerr, cantopen, protocol. */
const SQLITE_UNAVAILABLE = [5, 6, 8, 10, 14, 15];
const SQLITE_FULL = 13;

/**
 * https://www.postgresql.org/docs/current/errcodes-appendix.html: connection lost or refused, read-only, out of
 * connections or memory, no lock in time, deadlock, shut down. And Node's own for a connection that can't be made.
 */
const POSTGRES_UNAVAILABLE = /^(08...|25006|40001|40P01|53[^1]..|55P03|57...|58030)$/;
const POSTGRES_FULL = '53100';
const NETWORK = /^(ECONN(REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;

/** What `pg` says without any code. */
const LOST =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed)/;

/** Whether an error means that the database can't be used now, and not that the request was wrong. */
export function databaseFailure(error: unknown): DatabaseFailure | null {
  if (!(error instanceof Error)) return null;
  const { code, errcode } = error as Error & { code?: string; errcode?: number };
  if (code === 'ERR_SQLITE_ERROR' && errcode !== undefined) {
    // The low byte is the kind, the rest says more of it.
    const kind = errcode & 0xff;
    if (kind === SQLITE_FULL) return 'full';
    return SQLITE_UNAVAILABLE.includes(kind) ? 'unavailable' : null;
  }
  if (code === POSTGRES_FULL) return 'full';
  if (code !== undefined) return POSTGRES_UNAVAILABLE.test(code) || NETWORK.test(code) ? 'unavailable' : null;
  return LOST.test(error.message) ? 'unavailable' : null;
}
