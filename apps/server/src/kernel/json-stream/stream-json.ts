import { setImmediate as othersTurn } from 'node:timers/promises';
import type { RawJson } from './parse-exact.ts';

/** A leaf of a JSON value, written as the base64 string of `size` bytes from `open()`. */
export class Base64Bytes {
  readonly open: () => AsyncIterable<Uint8Array>;
  readonly size: number;

  constructor(open: () => AsyncIterable<Uint8Array>, size: number) {
    this.open = open;
    this.size = size;
  }

  toJSON(): RawJson {
    return collect(this);
  }
}

/** A leaf of a JSON value, written as one list of all items of its slices. Items may have leaves themselves. */
export class Slices {
  readonly read: () => AsyncIterable<readonly unknown[]>;
  /** Changes the items of a slice before they are written. */
  prepare: (items: readonly unknown[]) => Promise<void> | undefined = () => undefined;

  constructor(read: () => AsyncIterable<readonly unknown[]>) {
    this.read = read;
  }

  toJSON(): RawJson {
    return collect(this);
  }
}

type Leaf = Base64Bytes | Slices;

/** Leaves of the value that is written right now, in order. */
let leaves: Leaf[] | undefined;

function collect(leaf: Leaf): RawJson {
  if (!leaves) throw new TypeError('A value with leaves is only written as a stream.');
  leaves.push(leaf);
  return JSON.rawJSON(LEAF);
}

export interface StreamedJson {
  /** Total bytes, for `Content-Length`; null: they are only known at the end. */
  readonly length: number | null;
  readonly chunks: AsyncIterable<Buffer>;
}

/** Divisible by 3, so that the base64 of a full piece has no padding. */
const PIECE_BYTES = 192 * 1024;

/** Marks a leaf. JSON.stringify never writes this escape of `A`, and doubles every `\` in a string. */
const LEAF = '"\\u0041"';

/**
 * Streams `JSON.stringify(value)`, with each leaf as what it stands for. The rest of the value, and of each slice, is one
 * string and should be small. A source with more or fewer bytes than its `size` breaks the stream with an error.
 */
export function streamJson(value: unknown): StreamedJson {
  const parts = partsOf(value);
  let length: number | null = parts.texts.reduce((sum, text) => sum + text.length, 0);
  for (const leaf of parts.leaves)
    length = length === null || leaf instanceof Slices ? null : length + 2 + 4 * Math.ceil(leaf.size / 3);
  return { length, chunks: write(parts) };
}

/** The text around the leaves of a value, and the leaves. */
interface Parts {
  texts: Buffer[];
  leaves: Leaf[];
}

function partsOf(value: unknown): Parts {
  const found: Leaf[] = [];
  leaves = found;
  try {
    const text = JSON.stringify(value) as string | undefined; // undefined for values without JSON
    if (text === undefined) throw new TypeError('The value has no JSON form.');
    const texts = found.length === 0 ? [text] : text.split(LEAF);
    return { texts: texts.map((part) => Buffer.from(part)), leaves: found };
  } finally {
    leaves = undefined;
  }
}

async function* write(parts: Parts): AsyncGenerator<Buffer> {
  const quote = Buffer.from('"');
  for (const [index, text] of parts.texts.entries()) {
    if (text.length > 0) yield text;
    const leaf = parts.leaves[index];
    if (leaf instanceof Slices) yield* list(leaf);
    else if (leaf) {
      yield quote;
      yield* encode(leaf);
      yield quote;
    }
  }
}

async function* list({ read, prepare }: Slices): AsyncGenerator<Buffer> {
  yield Buffer.from('[');
  let isFirst = true;
  for await (const items of read()) {
    if (items.length > 0) {
      await prepare(items);
      const { texts, leaves: inside } = partsOf(items);
      // Without the brackets of a list of its own.
      const bare = texts.map((text, at) => text.subarray(at === 0 ? 1 : 0, at === texts.length - 1 ? -1 : undefined));
      if (!isFirst) yield Buffer.from(',');
      yield* write({ texts: bare, leaves: inside });
      isFirst = false;
    }
    // Answers to others get out, and their requests in: a database in this process and a quick reader never wait.
    await othersTurn();
  }
  yield Buffer.from(']');
}

async function* encode({ open, size }: Base64Bytes): AsyncGenerator<Buffer> {
  let seen = 0;
  let carried = Buffer.alloc(0);
  for await (const chunk of open()) {
    seen += chunk.length;
    if (seen > size) break;
    let bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (carried.length > 0) bytes = Buffer.concat([carried, bytes]);
    const whole = bytes.length - (bytes.length % 3);
    for (let at = 0; at < whole; at += PIECE_BYTES) {
      yield Buffer.from(bytes.toString('base64', at, Math.min(at + PIECE_BYTES, whole)), 'latin1');
    }
    carried = Buffer.from(bytes.subarray(whole));
  }
  if (seen !== size) throw new Error(`A byte source gave ${seen} bytes where ${size} were promised.`);
  if (carried.length > 0) yield Buffer.from(carried.toString('base64'), 'latin1');
}
