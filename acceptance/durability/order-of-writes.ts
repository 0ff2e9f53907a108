import { ok } from 'node:assert';
import { join } from 'node:path';
import { ensureSystem } from '../../tools/lib/system.ts';
import { openArchive, publish, type Scenario } from './scenario.ts';
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
];

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
