import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkOrder } from './order-of-writes.ts';
import { readTrace } from './trace.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gofigr-trace-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const HASH = 'ab'.repeat(32);
const STAGED = '/data/blobs/tmp/x';
const WAL = '/data/gofigr.sqlite-wal';

/** The two writes of a frame, as strace prints them. */
const frame = (page: number, text: string, isCommit: boolean): string[] => [
  `7 pwrite64(5<${WAL}>, "\\0\\0\\0\\${page}\\0\\0\\0\\${isCommit ? 't' : '0'}${'\\1'.repeat(16)}", 24, 0) = 24`,
  `7 pwrite64(5<${WAL}>, "\\r\\0${text}\\n\\"", 4096, 0) = 4096`,
];
const START = ['7 mkdir("/data/blobs/ab", 0777) = 0', '7 fsync(3</data/blobs>) = 0'];
const BYTES = [`8 write(4<${STAGED}>, "xxx", 3) = 3`, `8 fsync(4<${STAGED}>) = 0`];
const RENAME = [`8 rename("${STAGED}", "/data/blobs/ab/${HASH}") = 0`];
const FOLDER = ['8 fsync(6</data/blobs/ab>) = 0'];
const ROWS = [...frame(1, 'revision', false), ...frame(2, `data ${HASH}`, true)];
const SYNC = [`7 fsync(5<${WAL}>) = 0`];
const USE_OF_A_KEY = [...frame(3, 'last_used', true), ...SYNC];
const ANSWER = ['7 write(9<TCP:[127.0.0.1:1->127.0.0.1:2]>, "HTTP/1.1 201 Created\\r\\n", 99) = 99'];

function check(...parts: string[][]): void {
  const file = join(folder, 'trace');
  writeFileSync(file, parts.flat().join('\n'));
  checkOrder(readTrace(file), '/data', HASH);
}

test('a publish in the right order passes', () => {
  check(START, BYTES, RENAME, FOLDER, ROWS, SYNC, ANSWER);
});

test.each([
  ['before the folder is synced', [START, BYTES, RENAME, USE_OF_A_KEY, FOLDER, ROWS, SYNC, ANSWER]],
  ['before its rows', [START, BYTES, RENAME, FOLDER, USE_OF_A_KEY, ROWS, SYNC, ANSWER]],
  ['before its answer', [START, BYTES, RENAME, FOLDER, ROWS, SYNC, USE_OF_A_KEY, ANSWER]],
  ['unsynced before its answer', [START, BYTES, RENAME, FOLDER, ROWS, SYNC, frame(3, 'last_used', true), ANSWER]],
])('rows of another transaction %s do not count', (_when, parts) => {
  check(...parts);
});

test.each([
  ['rows before the folder', [START, BYTES, RENAME, ROWS, FOLDER, SYNC, ANSWER]],
  ['one row before the folder', [START, BYTES, RENAME, ROWS.slice(0, 2), FOLDER, ROWS.slice(2), SYNC, ANSWER]],
  ['an answer before the sync of the rows', [START, BYTES, RENAME, FOLDER, ROWS, ANSWER, SYNC]],
  ['a sync of the rows too soon', [START, BYTES, RENAME, FOLDER, USE_OF_A_KEY, ROWS, ANSWER]],
  ['a name before the bytes', [START, RENAME, BYTES, FOLDER, ROWS, SYNC, ANSWER]],
  ['no rows at all', [START, BYTES, RENAME, FOLDER, USE_OF_A_KEY, ANSWER]],
])('%s is rejected', (_what, parts) => {
  expect(() => check(...parts)).toThrow(/^this ended too late|^no sync of the rows|^no rows with the hash/);
});
