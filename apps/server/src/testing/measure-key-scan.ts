/** Measures the search for API keys: `node measure-key-scan.ts [rounds]`. Publishes 1 MB with and without it, in turns. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { KeyScanner } from '../kernel/key-scan/index.ts';
import { plant, startTestServer } from './index.ts';

const BYTES = 1_000_000;
const CHUNK_BYTES = 48 * 1024;
const WARM_UP = 10;
const rounds = Number(process.argv[2] ?? 100);
const none = { lengths: new Set<number>(), hashes: new Set<string>() };
const withHex = { lengths: new Set([40]), hashes: new Set(['none']) };

const repeated = (text: string): Buffer => Buffer.alloc(BYTES, text);
const python = (path: string): string =>
  readFileSync(new URL(`../../../../python/src/gofigr/${path}`, import.meta.url), 'utf8');
const kinds: Record<string, Buffer> = {
  'random bytes': randomBytes(BYTES),
  'Python code': repeated(python('_capture/notebook.py')),
  'code with `gf_`': repeated(python('models/data.py')),
  'base64 text': Buffer.from(randomBytes((BYTES * 3) / 4).toString('base64')),
  'hexadecimal text': Buffer.from(randomBytes(BYTES / 2).toString('hex')),
  'lines of SHA-1': Buffer.from(
    Array.from({ length: BYTES / 41 }, () => `${randomBytes(20).toString('hex')}\n`).join(''),
  ),
  'the prefix alone': repeated('gf_'),
};

const print = (line: string): boolean => process.stdout.write(`${line}\n`);
const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;

function scan(bytes: Buffer, imported: typeof none): number {
  const start = performance.now();
  const scanner = new KeyScanner(imported);
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) scanner.write(bytes.subarray(at, at + CHUNK_BYTES));
  scanner.end();
  return performance.now() - start;
}

for (const [kind, bytes] of Object.entries(kinds)) {
  const [own, all] = [none, withHex].map((imported) =>
    median(Array.from({ length: WARM_UP + rounds }, () => scan(bytes, imported)).slice(WARM_UP)).toFixed(3),
  );
  print(`${kind.padEnd(18)} ${own} ms/MB, with hexadecimal keys ${all} ms/MB`);
}

const test = await startTestServer();
try {
  const url = await test.server.http.listen({ port: 0, host: '127.0.0.1' });
  const { proof, workspace } = await test.account();
  const { figure } = await plant(test, proof, workspace);
  const scanned = KeyScanner.prototype.write;
  let spent = 0;
  const withScan = function write(this: KeyScanner, bytes: Uint8Array): void {
    const start = performance.now();
    scanned.call(this, bytes);
    spent += performance.now() - start;
  };
  const without: typeof scanned = () => undefined;
  const times: Record<'with' | 'without', number[]> = { with: [], without: [] };
  const spentEach: number[] = [];
  for (let round = 0; round < WARM_UP + rounds; round++) {
    for (const turn of round % 2 === 0 ? (['with', 'without'] as const) : (['without', 'with'] as const)) {
      KeyScanner.prototype.write = turn === 'with' ? withScan : without;
      spent = 0;
      const data = [{ name: 'figure', type: 'image', metadata: {}, data: randomBytes(BYTES).toString('base64') }];
      const body = JSON.stringify({ figure, metadata: { cell: 'x = 1\n'.repeat(300) }, data });
      const headers = { ...proof, 'content-type': 'application/json' };
      const start = performance.now();
      const answer = await fetch(`${url}/api/v1.4.1/revision/`, { method: 'POST', headers, body });
      await answer.text();
      if (answer.status !== 201) throw new Error(`The publish answered ${answer.status}.`);
      if (round < WARM_UP) continue;
      times[turn].push(performance.now() - start);
      if (turn === 'with') spentEach.push(spent);
    }
  }
  const publish = median(times.without);
  print(`A publish of 1 MB: ${publish.toFixed(2)} ms without, ${median(times.with).toFixed(2)} ms with the search.`);
  const share = ((median(spentEach) / publish) * 100).toFixed(1);
  print(`The search itself: ${median(spentEach).toFixed(3)} ms in each publish, ${share} % of it.`);
} finally {
  await test.close();
}
