import type { Storage } from '@gofigr/contract';
import { type ClientOrigin, recordAudit } from '../../../kernel/audit.ts';
import type { SignedIn } from '../../../kernel/auth/index.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { type Db, transact } from '../../../kernel/db/index.ts';
import { ApiError, invalid } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { objects, type StoredObject } from '../../../kernel/objects/index.ts';
import {
  type Buckets,
  currentStore,
  mayChooseStore,
  readParams,
  type StoreRow,
  storeAt,
  writeCurrent,
} from '../../../kernel/stores/index.ts';

/** wire: to published clients this means "no vendor of your own", whatever the server's name. */
export const OWN = 'GoFigr.io';

/** A storage of a request. */
type SentStorage = Omit<Storage, 'params'> & Partial<Pick<Storage, 'params'>>;

/** The storage that a workspace or an organization chooses for its new data. */
export interface StorageChoice {
  get(object: StoredObject): Promise<Storage>;
  /** Writes to and reads from a bucket, and changes nothing. Throws `invalid_request` if that fails. */
  test(object: StoredObject, sent: SentStorage): Promise<Storage>;
  /** Makes new data go there, if that works. Old data stay where they are. */
  set(principal: SignedIn, object: StoredObject, sent: SentStorage, origin: ClientOrigin): Promise<Storage>;
}

export interface ChoiceDeps {
  db: Db;
  clock: Clock;
  buckets: Buckets;
}

export function createStorageChoice({ db, clock, buckets }: ChoiceDeps): StorageChoice {
  /** Throws unless new data can go to the bucket. Returns its row, as it would be written; null for the server's own. */
  async function tried(
    { id: objectId, kind }: StoredObject,
    { vendor, params = null }: SentStorage,
  ): Promise<StoreRow | null> {
    if (kind === 'workspace' && !(await mayChooseStore(db, objectId)))
      throw invalid('vendor', 'can not be chosen: the organization sets the storage of its workspaces');
    if (isOwn(vendor)) return null;
    if (vendor.toLowerCase() !== 'aws') throw invalid('vendor', `must be aws, or ${OWN} for the server itself`);
    const asked = readParams(params);
    const { credentials } = asked;
    const whole = await orRefused(async () => buckets.placeOf(asked));
    const { bucket, prefix, endpoint, region } = whole;
    const place = { bucket, prefix, endpoint: endpoint?.origin ?? null };
    const id = (await storeAt(db, objectId, place))?.id ?? newId();
    await orRefused(() => buckets.tryOut(whole, credentials, id));
    return {
      id,
      object_id: objectId,
      vendor,
      params: JSON.stringify(asked.shown),
      ...place,
      region,
      credentials: credentials && (await buckets.seal(id, credentials)),
      is_current: 1,
      changed_on: clock.now(),
    };
  }

  return {
    get: async ({ id }) => shown((await currentStore(db, id)) ?? null),
    test: async (object, sent) => shown(await tried(object, sent)),

    async set(principal, object, sent, origin) {
      const row = await tried(object, sent);
      await transact(db, async (trx) => {
        const { id, name } = await objects.authorise(trx, principal, 'manage', object.kind, object.id);
        // Of two choices at once, the later one holds.
        await objects.lock(trx, id);
        await writeCurrent(trx, id, row);
        await recordAudit(trx, {
          event: 'storage_changed',
          at: clock.now(),
          by: principal.username,
          object: { id, kind: object.kind, name },
          origin,
          details: { vendor: row?.vendor ?? OWN, bucket: row?.bucket ?? null, endpoint: row?.endpoint ?? null },
        });
      });
      return shown(row);
    },
  };
}

const isOwn = (vendor: string): boolean => /^gofigr(\.io)?$/i.test(vendor);

const shown = (row: StoreRow | null): Storage =>
  row === null
    ? { vendor: OWN, params: null }
    : { vendor: row.vendor, params: JSON.parse(row.params) as Storage['params'] }; // only `tried` writes it

/** Tells people why a bucket can't be used. */
async function orRefused<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw invalid('params', `the bucket can not be used: ${reasonOf(error)}`);
  }
}

/** Why a bucket failed, without its address or credentials. */
function reasonOf(error: unknown): string {
  const cause = error instanceof ApiError && error.cause instanceof Error ? (error.cause.cause ?? error.cause) : error;
  if (!(cause instanceof Error)) return 'it does not answer';
  if (/private IP address|meta IP address|not allowed\. Because/i.test(cause.message))
    return "its endpoint is inside the server's own network; an administrator can allow it in GOFIGR_STORAGE_ENDPOINTS";
  if (cause.name !== 'Error' && cause.name !== 'AggregateError') return `the service says ${cause.name}`;
  return 'code' in cause && typeof cause.code === 'string' ? `it can not be reached (${cause.code})` : cause.message;
}
