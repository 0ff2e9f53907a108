import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { Base64String } from './base64-string.ts';
import { bodyTooLarge, malformedJson } from './errors.ts';
import { Structure, type StructureLimits } from './structure.ts';
import type { PathPattern } from './trail.ts';

/** Receives the decoded bytes of one streamed string. */
export interface ByteSink<T> {
  /** The next chunk is read only after this resolves. The sink does not keep the chunk: its memory may be used again. */
  write(chunk: Uint8Array): void | Promise<void>;
  /** Returns the value that replaces the string in the parsed body. */
  end(): Promise<T>;
  /** Removes the written bytes after the body failed; also called if `write` or `end` itself fails. */
  abort(): Promise<void>;
}

export interface ScanLimits extends StructureLimits {
  /** Most bytes of the whole body. */
  maxBytes: number;
}

export interface ScanOptions<T> {
  /**
   * Path of streamed base64 strings. `['data', '*', 'data']` is the `data` of each item of the top-level array `data`.
   */
  pattern: PathPattern;
  limits: ScanLimits;
  /** Called at the start of a streamed string; `path` is like `data[3].data`. Only one sink is open at a time. */
  openSink(path: string): ByteSink<T> | Promise<ByteSink<T>>;
  /**
   * Discards a finished result that is in no parsed body: the body failed later, or repeated the key. Errors are
   * ignored.
   */
  discard(result: T): void | Promise<void>;
  /**
   * Called with each complete string, number, boolean or null of the top-level object. Reading waits for it. Throwing
   * ends the scan.
   */
  onTopLevelValue?(key: string, value: unknown): void | Promise<void>;
}

/**
 * Bytes scanned before the event loop may turn, however large the source's chunks: at most 50 ms, mostly far below 1
 * ms.
 */
const BYTES_PER_TURN = 256 * 1024;

/**
 * Parses a JSON body like `parseExact`, but decodes each string at `pattern` from base64 as it arrives, and replaces it
 * by its sink's result. Throws `BodyError` for invalid bodies, and every error of source, sinks and hooks. After an
 * error all results are discarded and all sinks closed. A `Readable` is not destroyed, so that an answer can still be
 * sent.
 */
export async function scanBody<T>(source: AsyncIterable<Uint8Array>, options: ScanOptions<T>): Promise<unknown> {
  const structure = new Structure(options.pattern, options.limits);
  const finished: Finished<T>[] = [];
  let open: { sink: ByteSink<T>; base64: Base64String } | undefined;
  try {
    for await (const chunk of slices(source, options.limits.maxBytes)) {
      let at = 0;
      while (at < chunk.length) {
        if (open === undefined) {
          const { next, stop } = structure.read(chunk, at);
          at = next;
          if (stop?.kind === 'member') await options.onTopLevelValue?.(stop.key, stop.value);
          if (stop?.kind === 'stream') {
            open = { sink: await options.openSink(stop.path), base64: new Base64String(stop.path) };
          }
        } else {
          const { next, bytes } = open.base64.read(chunk, at);
          at = next;
          if (bytes.length > 0) await open.sink.write(bytes);
          if (open.base64.done) {
            finished.push({ result: await open.sink.end(), used: false });
            open = undefined;
          }
        }
      }
      structure.offset += chunk.length;
    }
    if (open !== undefined) throw malformedJson('the body ends too early');
    const body = replacePlaceholders(await inTurns(structure.finish()), options.pattern, finished);
    await discardAll(
      finished.filter(({ used }) => !used),
      options,
    );
    return body;
  } catch (error) {
    await open?.sink.abort().catch(() => undefined);
    await discardAll(finished, options);
    throw error;
  }
}

interface Finished<T> {
  readonly result: T;
  /** The result is part of the parsed body. */
  used: boolean;
}

async function* slices(source: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Buffer> {
  // Leaving a plain loop over a request destroys its socket, and then no answer can explain the error.
  const chunks: AsyncIterable<Uint8Array> =
    source instanceof Readable ? source.iterator({ destroyOnReturn: false }) : source;
  let bytes = 0;
  let bytesThisTurn = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw bodyTooLarge(maxBytes);
    const buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    for (let at = 0; at < buffer.length; at += BYTES_PER_TURN) {
      const slice = buffer.subarray(at, at + BYTES_PER_TURN);
      bytesThisTurn += slice.length;
      if (bytesThisTurn > BYTES_PER_TURN) {
        await setImmediate();
        bytesThisTurn = 0;
      }
      yield slice;
    }
  }
}

/** Lets the event loop turn at each pause. */
async function inTurns<T>(work: Generator<void, T, void>): Promise<T> {
  for (let step = work.next(); ; step = work.next()) {
    if (step.done === true) return step.value;
    await setImmediate();
  }
}

/** Every string at the pattern is a placeholder, because the structure streams all of them. */
function replacePlaceholders<T>(root: unknown, pattern: PathPattern, finished: Finished<T>[]): unknown {
  const replace = (value: unknown, depth: number): unknown => {
    const part = pattern[depth];
    if (part === undefined) {
      const entry = typeof value === 'string' ? finished[Number(value)] : undefined;
      if (entry === undefined) return value;
      entry.used = true;
      return entry.result;
    }
    if (part === '*') return Array.isArray(value) ? value.map((item) => replace(item, depth + 1)) : value;
    if (isObject(value) && Object.hasOwn(value, part)) value[part] = replace(value[part], depth + 1);
    return value;
  };
  return replace(root, 0);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Ignores errors, which must not hide the original one. */
async function discardAll<T>(entries: Finished<T>[], { discard }: ScanOptions<T>): Promise<void> {
  await Promise.allSettled(entries.map(async ({ result }) => discard(result)));
}
