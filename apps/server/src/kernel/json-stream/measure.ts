/** Measures throughput, memory and stalls of the scanner: `node measure.ts [MB]`. Each case runs in its own process. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { type ScanLimits, scanBody } from './scan-body.ts';
import { Base64Bytes, streamJson } from './stream-json.ts';

const CHUNK_BYTES = 64 * 1024;
const limits: ScanLimits = { maxBytes: 1e12, maxRestBytes: 64e6, maxDepth: 100, maxItems: 1e8 };

/** A body of about `megabytes` with ten data, made of one repeated block. */
async function* body(megabytes: number, block: string, chunkBytes: number): AsyncGenerator<Buffer> {
  const chunk = Buffer.from(block.repeat(Math.ceil(chunkBytes / block.length)));
  // A multiple of 4: chunks may end in the middle of a group, a datum may not.
  const chunks = 4 * Math.ceil((megabytes * 1e6) / 40 / chunk.length);
  yield Buffer.from('{"figure":"f","metadata":{"a":1.0},"data":[');
  for (let datum = 0; datum < 10; datum++) {
    yield Buffer.from(`${datum > 0 ? ',' : ''}{"name":"n","data":"`);
    for (let index = 0; index < chunks; index++) yield chunk;
    yield Buffer.from('","metadata":{}}');
  }
  yield Buffer.from(']}');
}

/** `megabytes` of small values. */
async function* rest(megabytes: number, item: string): AsyncGenerator<Buffer> {
  const chunk = Buffer.from(item.repeat(Math.ceil(CHUNK_BYTES / item.length)));
  yield Buffer.from('{"metadata":[');
  for (let bytes = 0; bytes < megabytes * 1e6; bytes += chunk.length) yield chunk;
  yield Buffer.from('1.0]}');
}

const plain = randomBytes(48 * 1024).toString('base64');
const megabytes = Number(process.argv[3] ?? process.argv[2] ?? 400);
const encodeSource = (): AsyncIterable<Buffer> =>
  (async function* () {
    const chunk = randomBytes(CHUNK_BYTES);
    for (let bytes = 0; bytes < megabytes * 1e6; bytes += CHUNK_BYTES) yield chunk;
  })();

const cases: Record<string, () => AsyncIterable<Buffer>> = {
  'plain base64': () => body(megabytes, plain, CHUNK_BYTES),
  'plain, 1 kB pieces': () => body(megabytes, plain.slice(0, 1021), 1021),
  'plain, 50 MB pieces': () => body(megabytes, plain, 5e7),
  'escaped slashes': () => body(megabytes, plain.replaceAll('/', '\\/'), CHUNK_BYTES),
  'lines of 76': () => body(megabytes, plain.replaceAll(/.{76}/g, '$&\\n'), CHUNK_BYTES),
  'answer, streamJson': () =>
    streamJson({ data: new Base64Bytes(encodeSource, Math.ceil((megabytes * 1e6) / CHUNK_BYTES) * CHUNK_BYTES) })
      .chunks,
};
for (const size of [1, 2, 4, 8]) {
  cases[`${size} MB of integers, one 1.0`] = () => rest(size, '1234,');
  cases[`${size} MB of fractions`] = () => rest(size, '0.12345678,1.0,');
  cases[`${size} MB of objects`] = () => rest(size, '{"name":"abcdefgh","width":12},');
}

async function measure(name: string): Promise<void> {
  const source = cases[name];
  if (source === undefined) throw new Error(`no case ${name}`);
  await run(body(20, plain, CHUNK_BYTES));
  const memory = peakMegabytes();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await new Promise((resolve) => setTimeout(resolve, 20));
  const start = performance.now();
  const bytes = name.startsWith('answer') ? await drain(source()) : await run(source());
  const seconds = (performance.now() - start) / 1000;
  await new Promise((resolve) => setTimeout(resolve, 20));
  delay.disable();
  const stall = (delay.max / 1e6).toFixed(0);
  process.stdout.write(
    `${name.padEnd(28)} ${(bytes / 1e6 / seconds).toFixed(0).padStart(5)} MB/s  peak +${peakMegabytes() - memory} MB  longest stall ${stall} ms\n`,
  );
}

async function drain(source: AsyncIterable<Buffer>): Promise<number> {
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.length;
    if (chunk.length > 1000) await new Promise((resolve) => setImmediate(resolve));
  }
  return bytes;
}

async function run(source: AsyncIterable<Buffer>): Promise<number> {
  let bytes = 0;
  const counted = (async function* () {
    for await (const chunk of source) {
      bytes += chunk.length;
      yield chunk;
    }
  })();
  await scanBody(counted, {
    pattern: ['data', '*', 'data'],
    limits,
    openSink: () => ({ write: () => undefined, end: async () => 0, abort: async () => undefined }),
    discard: () => undefined,
  });
  return bytes;
}

const peakMegabytes = (): number =>
  Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1000);

if (process.argv[2] === '--case') await measure(process.argv[4] ?? '');
else {
  for (const name of Object.keys(cases)) {
    process.stdout.write(
      execFileSync(process.execPath, [import.meta.filename, '--case', String(megabytes), name], { encoding: 'utf8' }),
    );
  }
}
