import type { SentData } from '@gofigr/contract';
import type { SignedIn } from '../../../kernel/auth/index.ts';
import type { Db, Trx } from '../../../kernel/db/index.ts';
import { type Call, originOf } from '../../../kernel/http/index.ts';
import { keysIn, maskedBytes, maskedText } from '../../../kernel/key-scan/index.ts';
import type { FoundKeys, KeyGuard, Part } from '../../api-key/index.ts';
import type { Uploads } from '../../blob/index.ts';
import { type DataRow, dataOf } from '../store.ts';
import { type Item, isReceived } from './data-items.ts';
import type { RevisionKind } from './revision-kind.ts';
import { itemsOf } from './sent-items.ts';

/** Data and metadata of a request that publishes. */
export interface Sent {
  data?: readonly SentData[] | null | undefined;
  metadata?: unknown;
  /** ID of the existing revision, whose data the items may refer to. */
  revisionId?: string;
  /** ID of the object in which the data are stored; named bytes need it. */
  into?: string;
}

/** Data and metadata to store. */
export interface Publication {
  items: readonly Item[];
  metadata: unknown;
  /** Call it in the transaction that stores them. */
  onStored: OnStored;
}

export type OnStored = (trx: Trx, revisionId: string) => Promise<void>;

export interface PublishDeps {
  db: Db;
  keyGuard: KeyGuard;
  uploads: Uploads;
}

type Publisher = Pick<Call, 'request' | 'reply' | 'upload'> & { principal: SignedIn };

/**
 * Finds API keys in a publish before anything is stored, and applies the actions that their owners chose. Adds a notice
 * to the answer after `store`. Throws `contains_key` if an owner refuses.
 */
export async function withKeysFound<T>(
  { db, keyGuard, uploads }: PublishDeps,
  { kind }: Pick<RevisionKind, 'kind'>,
  { principal, request, reply, upload }: Publisher,
  { data, metadata, revisionId, into }: Sent,
  store: (publication: Publication) => Promise<T>,
): Promise<T> {
  const items = await itemsOf({ db, uploads }, { principal, upload, data, into: into ?? revisionId });
  const textsIn = await textsFinder(keyGuard);
  const nothingFound = { items, metadata, onStored: async () => undefined };
  const described = JSON.stringify([metadata, items.map((item) => [item.name, item.metadata])]);
  if (textsIn(described).size === 0 && items.every((item) => keysOf(item).size === 0)) return store(nothingFound);

  const existing = revisionId === undefined ? [] : await dataOf(db, [revisionId]);
  const mayRedact = kind === 'revision';
  const parts = items.map((item, index) => partsOf(item, index, { existing, textsIn, mayRedact }));
  const own: Part = { name: '', path: 'metadata', texts: textsIn(JSON.stringify([metadata])), mayRedact };
  const by = { username: principal.username, origin: originOf(request) };
  const found = await keyGuard.judge([...parts.flatMap((some) => Object.values(some)), own], by);
  if (found === null) return store(nothingFound);

  const redacted: Item[] = [];
  for (const [index, item] of items.entries()) redacted.push(await redact(item, parts[index], found, upload));
  const result = await store({
    items: redacted,
    metadata: maskedJson(metadata, found.toRedact(own)),
    onStored: found.record,
  });
  const earlier = reply.getHeader('gofigr-notice');
  const notice = found.tell();
  void reply.header('gofigr-notice', earlier === undefined ? notice : `${String(earlier)} ${notice}`);
  return result;
}

const NOTHING: ReadonlySet<never> = new Set();

/** Texts in the bytes of a datum that look like keys. Named bytes have none: otherwise they were copied. */
const keysOf = ({ blob }: Item): ReadonlySet<string> => (blob && isReceived(blob) ? blob.keys : NOTHING);

type TextsIn = (text: string) => ReadonlySet<string>;

async function textsFinder(keyGuard: KeyGuard): Promise<TextsIn> {
  const imported = await keyGuard.importedKeys();
  return (text) => keysIn(text, imported);
}

/** The parts of a datum. */
type Parts = Record<'bytes' | 'name' | 'metadata', Part>;

function partsOf(
  item: Item,
  index: number,
  { existing, textsIn, mayRedact }: { existing: readonly DataRow[]; textsIn: TextsIn; mayRedact: boolean },
): Parts {
  const old = existing.find(({ id }) => id === item.api_id?.toLowerCase());
  const name = item.name ?? old?.name ?? `data[${index}]`;
  const isText = isRedactable(item.type ?? old?.type, name);
  const part = (path: string, texts: ReadonlySet<string>, isFree: boolean): Part => ({
    name,
    path: `data[${index}].${path}`,
    texts,
    mayRedact: mayRedact && isFree,
  });
  return {
    bytes: part('data', keysOf(item), isText),
    name: part('name', textsIn(JSON.stringify([item.name])), false),
    metadata: part('metadata', textsIn(JSON.stringify([item.metadata])), true),
  };
}

/** Tells whether asterisks do no harm: people read code, text and notebooks. */
const isRedactable = (type: string | undefined, name: string): boolean =>
  type === 'code' || type === 'text' || (type === 'file' && /\.ipynb$/i.test(name));

async function redact(
  item: Item,
  parts: Parts | undefined,
  found: FoundKeys,
  upload: Publisher['upload'],
): Promise<Item> {
  if (!parts) return item;
  const inBytes = found.toRedact(parts.bytes);
  const { blob } = item;
  const redacted = { ...item, metadata: maskedJson(item.metadata, found.toRedact(parts.metadata)) };
  if (inBytes.length === 0 || blob === null || !isReceived(blob) || upload === null) return redacted;
  return { ...redacted, blob: await upload.rewrite(blob, (bytes) => maskedBytes(bytes, inBytes)) };
}

/** Masks keys in all strings of a JSON value. */
function maskedJson(value: unknown, keys: readonly string[]): unknown {
  if (keys.length === 0) return value;
  if (typeof value === 'string') return maskedText(value, keys);
  if (Array.isArray(value)) return value.map((item) => maskedJson(item, keys));
  if (typeof value !== 'object' || value === null || JSON.isRawJSON(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [maskedText(name, keys), maskedJson(item, keys)]),
  );
}
