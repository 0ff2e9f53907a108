import type { ChangeKind } from '@gofigr/contract';
import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

type Db = Kysely<Schema>;

/** A change that open pages show. It names objects, and never holds their data. */
export interface Change {
  /** `credentials`: sign-ins or API keys of `username` may have ended. Only the server acts on it. */
  kind: ChangeKind | 'credentials';
  /** The changed object, if it still exists, and the objects that contain it. */
  ids: readonly string[];
  /** The only user who is told, whatever they may see. Such a change has no IDs. */
  username?: string;
}

type Listener = (changes: readonly Change[]) => void;

/** Changes of open transactions. One that is rolled back or tried again leaves nothing behind. */
const noted = new WeakMap<Db, Change[]>();
const listeners = new WeakMap<Db, Listener>();

/** Notes a change, which the database's listener gets when the transaction is on the disk; outside of one, at once. */
export function noteChange(db: Db, change: Change): void {
  if (!db.isTransaction) return listeners.get(db)?.([change]);
  const changes = noted.get(db);
  if (changes) changes.push(change);
  else noted.set(db, [change]);
}

/** Tells the listener of a database about the changes of a transaction that was committed. */
export function tellChanges(db: Db, trx: Db | undefined): void {
  const changes = trx && noted.get(trx);
  if (changes) listeners.get(db)?.(changes);
}

/** Sets the only listener of a database. It must not throw. */
export function onChanges(db: Db, listener: Listener): void {
  listeners.set(db, listener);
}
