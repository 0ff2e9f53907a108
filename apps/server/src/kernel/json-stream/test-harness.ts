import { isUtf8 } from 'node:buffer';
import { BodyError } from './errors.ts';
import { type ByteSink, type ScanLimits, type ScanOptions, scanBody } from './scan-body.ts';

export const generous: ScanLimits = { maxBytes: 1e9, maxRestBytes: 1e7, maxDepth: 1000, maxItems: 1e6 };
export const pattern = ['data', '*', 'data'];

/** Result of one streamed string: its bytes in hex. */
export interface Stored {
  hex: string;
}

type Fate = 'open' | 'ended' | 'discarded' | 'aborted';

/** Sinks in memory that record their fates, and refuse to be ended or aborted twice. */
export class SinkLedger {
  readonly fates: Fate[] = [];
  readonly paths: string[] = [];
  readonly #ids = new Map<Stored, number>();

  open = (path: string): ByteSink<Stored> => {
    const id = this.fates.push('open') - 1;
    this.paths.push(path);
    const chunks: Uint8Array[] = [];
    return {
      write: (chunk) => {
        this.#move(id, ['open'], 'open');
        chunks.push(chunk);
      },
      end: async () => {
        this.#move(id, ['open'], 'ended');
        const stored = { hex: Buffer.concat(chunks).toString('hex') };
        this.#ids.set(stored, id);
        return stored;
      },
      abort: async () => this.#move(id, ['open'], 'aborted'),
    };
  };

  discard = (stored: Stored): void => this.#move(this.#ids.get(stored) ?? -1, ['ended'], 'discarded');

  #move(id: number, from: Fate[], to: Fate): void {
    const now = this.fates[id];
    if (now === undefined || !from.includes(now)) this.fates.push(`sink ${id} went from ${now} to ${to}` as Fate);
    else this.fates[id] = to;
  }

  count(fate: Fate): number {
    return this.fates.filter((each) => each === fate).length;
  }
}

export interface Outcome {
  value?: unknown;
  error?: unknown;
  ledger: SinkLedger;
}

export async function* chunksOf(...parts: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts;
}

export async function scan(
  source: string | Uint8Array | AsyncIterable<Uint8Array>,
  options: Partial<ScanOptions<Stored>> = {},
): Promise<Outcome> {
  const ledger = new SinkLedger();
  const bytes = typeof source === 'string' ? Buffer.from(source) : source;
  const stream = bytes instanceof Uint8Array ? chunksOf(bytes) : bytes;
  const all = { pattern, limits: generous, openSink: ledger.open, discard: ledger.discard, ...options };
  try {
    return { value: await scanBody(stream, all), ledger };
  } catch (error) {
    return { error, ledger };
  }
}

/** The expected result of `scan` for a text, by JSON.parse and Node's own base64. */
export type Expected = { refused: true } | { refused: false; value: unknown; superseded: number };

export function expected(body: Buffer): Expected {
  if (!isUtf8(body)) return { refused: true };
  const text = body.toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { refused: true };
  }
  const streamed = stringsAtPattern(text);
  if (!streamed.every(isBase64)) return { refused: true };
  let used = 0;
  const data: unknown = isRecord(value) && Object.hasOwn(value, 'data') ? value['data'] : undefined;
  for (const item of Array.isArray(data) ? data : []) {
    if (isRecord(item) && Object.hasOwn(item, 'data') && typeof item['data'] === 'string') {
      item['data'] = { hex: Buffer.from(item['data'].replaceAll(/\s/g, ''), 'base64').toString('hex') };
      used++;
    }
  }
  return { refused: false, value, superseded: streamed.length - used };
}

/** Compares an outcome with the expected one; returns the difference, or undefined. */
export function difference(outcome: Outcome, want: Expected, text: string): string | undefined {
  const { ledger, error, value } = outcome;
  const sinks = ledger.fates.length;
  if (error !== undefined) {
    if (!(error instanceof BodyError)) return `threw ${error instanceof Error ? error.message : typeof error}`;
    if (!want.refused) return `refused: ${error.message}`;
    if (ledger.count('aborted') + ledger.count('discarded') !== sinks) return `left sinks: ${ledger.fates.join()}`;
    return undefined;
  }
  if (want.refused) return 'accepted';
  if (ledger.count('discarded') !== want.superseded) return `discarded: ${ledger.fates.join()}`;
  if (ledger.count('ended') !== sinks - want.superseded) return `sinks: ${ledger.fates.join()}`;
  if (fingerprint(plain(value)) !== fingerprint(want.value)) return `value ${fingerprint(plain(value))}`;
  const streams = sinks > 0;
  if (!streams && JSON.stringify(value) !== JSON.stringify(JSON.parse(text, keepSource as never)))
    return 'numbers changed';
  return undefined;
}

/** The slow and simple equivalent of `parseExact`. */
export const keepSource = (_key: string, value: unknown, context: { source: string }): unknown =>
  typeof value === 'number' && String(value) !== context.source ? JSON.rawJSON(context.source) : value;

/** Prints differences that JSON.stringify hides: -0, infinities, numbers and strings. */
const fingerprint = (value: unknown): string =>
  JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'number' && (Object.is(item, -0) || !Number.isFinite(item)) ? `number ${1 / item} ${item}` : item,
  );

/** Replaces exact numbers of a value by ordinary ones. */
export function plain(value: unknown): unknown {
  if (JSON.isRawJSON(value)) return Number(value.rawJSON);
  if (Array.isArray(value)) return value.map(plain);
  if (!isRecord(value)) return value;
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    Object.defineProperty(copy, key, { value: plain(item), enumerable: true, writable: true, configurable: true });
  }
  return copy;
}

/** Every string at data[*].data of a valid JSON text, including repeated keys. */
function stringsAtPattern(text: string): string[] {
  const found: string[] = [];
  const path: (string | number)[] = [];
  let key: string | undefined;
  let last = '';
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s[\]{},:"]+/g)) {
    if (token === ':') {
      key = JSON.parse(last) as string;
      path[path.length - 1] = key;
    } else if (token === '{') path.push('');
    else if (token === '[') path.push(0);
    else if (token === '}' || token === ']') path.pop();
    else if (token === ',' && typeof path.at(-1) === 'number') path[path.length - 1] = (path.at(-1) as number) + 1;
    else if (token === ',') path[path.length - 1] = '';
    else if (token.startsWith('"') && path.length === 3 && path[0] === 'data' && path[2] === 'data') {
      if (typeof path[1] === 'number' && last === ':') found.push(JSON.parse(token) as string);
    }
    last = token;
  }
  return found;
}

function isBase64(text: string): boolean {
  const letters = text.replaceAll(/[ \t\n\f\r]/g, '');
  return /^(?:[\w+/-]{4})*(?:[\w+/-]{2}(?:==)?|[\w+/-]{3}=?)?$/.test(letters);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
