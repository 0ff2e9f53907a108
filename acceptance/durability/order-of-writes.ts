import { ok, strictEqual } from 'node:assert';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { ensureSystem } from '../../tools/lib/system.ts';
import { type Archive, openArchive, publication, publish, type Scenario, until } from './scenario.ts';
import { bytesWritten, readTrace, type SystemCall, straceCommand } from './trace.ts';

const CALLS = ['mkdir', 'write', 'writev', 'pwrite64', 'pwritev', 'fsync', 'fdatasync', 'rename', 'renameat2'];

export const orderOfWrites: Scenario[] = [
  {
    name: 'a publish puts bytes, name, folder and rows on the disk in this order, before its answer',
    async play(stage) {
      const trace = join(stage.folder(), 'trace');
      const dataDir = stage.folder();
      const wrapper = straceCommand(await ensureSystem('strace'), trace, CALLS);
      const archive = await openArchive(stage, { dataDir, wrapper });
      const { data } = await publish(archive, Buffer.alloc(300_000, 'x'));
      await archive.server.end('SIGKILL');
      const calls = readTrace(trace);
      const hash = data[0]?.hash ?? '';
      checkOrder(calls, dataDir, hash);
    },
  },
  {
    name: 'no answer tells of small data before a sync of the log that began after their bytes and rows',
    async play(stage) {
      const trace = join(stage.folder(), 'trace');
      const dataDir = stage.folder();
      // Slow syncs: publishes share them, and readers find rows that are not synced yet.
      const slow = ['-e', 'inject=fdatasync:delay_enter=200000'];
      const wrapper = straceCommand(await ensureSystem('strace'), trace, CALLS, slow);
      const archive = await openArchive(stage, { dataDir, wrapper });
      const texts = Array.from({ length: PUBLISHES }, (_, number) => `small datum ${number}, `);
      const small = await Promise.all(texts.map((text) => publishAndRead(archive, text)));
      await archive.server.end('SIGKILL');
      const syncs = checkSmall(readTrace(trace), dataDir, small);
      ok(syncs < PUBLISHES, 'no two publishes shared a sync');
    },
  },
];

const PUBLISHES = 8;

/** A datum that lies in the database, and a text that its bytes repeat. */
export type SmallDatum = { hash: string; text: string };

/** Publishes a small datum, and reads its revision as soon as the server knows it. */
async function publishAndRead({ api, figure }: Archive, text: string): Promise<SmallDatum> {
  const id = randomUUID();
  const body = { ...publication(figure, Buffer.alloc(20_000, text)), client_id: id };
  const [made] = await Promise.all([
    api.ok('POST', 'revision/', body),
    until(async () => (await api.call('GET', `revision/${id}/`)).status === 200),
  ]);
  return { hash: made.data[0]?.hash ?? '', text };
}

/**
 * Checks that bytes and rows of each datum are one transaction, and that each answer with its hash follows a sync of the
 * log that began after them. Returns how many syncs that took.
 */
export function checkSmall(calls: readonly SystemCall[], dataDir: string, small: readonly SmallDatum[]): number {
  const log = calls.filter(({ text }) => text.includes(`<${join(dataDir, 'gofigr.sqlite-wal')}>`));
  const transactions = transactionsOf(log.filter(({ name }) => WRITE.test(name)));
  const syncs = log.filter(({ name, text }) => SYNC.test(name) && / = 0\b/.test(text));
  const withText = (text: string) => transactions.find((transaction) => transaction.some((call) => writes(call, text)));
  const used = small.map(({ hash, text }) => {
    const rows = withText(hash);
    ok(rows, 'no rows with the hash were written');
    strictEqual(withText(text), rows, 'the bytes are not in the transaction of the rows');
    const written = Math.max(...rows.map(({ end }) => end));
    const sync = first(syncs, 'sync of the rows', ({ start }) => start > written);
    const isAnswer = (call: SystemCall) => WRITE.test(call.name) && call.text.includes('<TCP') && writes(call, hash);
    const answers = calls.filter(isAnswer);
    ok(answers.length > 0, 'no answer with the hash was seen');
    for (const answer of answers) follows(sync, answer);
    return sync;
  });
  return new Set(used).size;
}

/** Checks that every step ends before the next one begins. */
export function checkOrder(calls: readonly SystemCall[], dataDir: string, hash: string): void {
  const root = join(dataDir, 'blobs');
  const folder = join(root, hash.slice(0, 2));
  const on = (path: string, what: RegExp) =>
    calls.filter(({ name, text }) => what.test(name) && text.includes(`<${path}>`));

  const rename = first(calls, 'rename', ({ name, text }) => name.startsWith('rename') && text.includes(`/${hash}"`));
  const staged = /"([^"]*\/blobs\/tmp\/[^"]*)"/.exec(rename.text)?.[1] ?? '';
  const bytes = on(staged, WRITE);
  ok(bytes.length > 0, 'no write of the bytes was seen');
  const bytesSync = first(on(staged, SYNC), 'sync of the bytes');
  for (const write of bytes) follows(write, bytesSync);
  follows(bytesSync, rename);
  const folderSync = first(on(folder, SYNC), 'sync of the folder');
  follows(rename, folderSync);

  // The folder's own name was made durable at the start.
  const made = first(calls, 'new folder', ({ text }) => text.startsWith(`mkdir("${folder}"`) && text.endsWith('= 0'));
  const rootSync = first(on(root, SYNC), 'sync of the folder above', ({ start }) => start > made.end);
  follows(rootSync, rename);

  const answer = first(
    calls,
    'answer',
    ({ text, start }) => start > rename.end && text.includes('<TCP') && text.includes('"HTTP/1.1 201'),
  );
  const wal = join(dataDir, 'gofigr.sqlite-wal');
  // Other rows may be written at any time, such as the last use of a key.
  const rows = transactionsOf(on(wal, WRITE)).find((transaction) => transaction.some((call) => writes(call, hash)));
  ok(rows, 'no rows with the hash were written');
  for (const row of rows) follows(folderSync, row);
  const written = Math.max(...rows.map(({ end }) => end));
  const rowsSync = first(on(wal, SYNC), 'sync of the rows', ({ start }) => start > written);
  follows(rowsSync, answer);
}

/** Groups writes by transaction, each up to its commit. */
function transactionsOf(calls: readonly SystemCall[]): SystemCall[][] {
  const transactions: SystemCall[][] = [];
  const current: SystemCall[] = [];
  let isCommit = false;
  for (const call of calls) {
    const bytes = bytesWritten(call);
    if (bytes.length === LOG_HEADER) continue;
    current.push(call);
    // The second number of a frame's header is not zero in the last frame of a transaction (sqlite.org/fileformat2.html#walformat).
    if (bytes.length === FRAME_HEADER) isCommit = bytes.readUInt32BE(4) !== 0;
    else if (isCommit) transactions.push(current.splice(0));
  }
  return transactions;
}

const LOG_HEADER = 32;
const FRAME_HEADER = 24;

const writes = (call: SystemCall, text: string): boolean => bytesWritten(call).includes(text);

const WRITE = /^p?writev?(64)?$/;
const SYNC = /^f(data)?sync$/;

function first(calls: readonly SystemCall[], what: string, is: (call: SystemCall) => boolean = () => true): SystemCall {
  const call = calls.find(is);
  ok(call, `no ${what} was seen`);
  return call;
}

const follows = (earlier: SystemCall, later: SystemCall): void =>
  ok(earlier.end < later.start, `this ended too late: ${earlier.text}\nfor this: ${later.text}`);
