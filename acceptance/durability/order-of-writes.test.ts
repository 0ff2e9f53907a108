import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkOrder, checkSmall } from './order-of-writes.ts';
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

function traceOf(parts: string[][]) {
  const file = join(folder, 'trace');
  writeFileSync(file, parts.flat().join('\n'));
  return readTrace(file);
}

function check(...parts: string[][]): void {
  checkOrder(traceOf(parts), '/data', HASH);
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

describe('small data', () => {
  const hashOf = (number: number) => `${number}c`.repeat(32);
  const textOf = (number: number) => `bytes ${number}`;
  const rows = (number: number) => [
    ...frame(1, `data ${hashOf(number)}`, false),
    ...frame(2, `blob ${textOf(number)}`, true),
  ];
  const answer = (number: number, status: number) => [
    `7 write(9<TCP:[127.0.0.1:1->127.0.0.1:2]>, "HTTP/1.1 ${status}\\r\\n${hashOf(number)}", 99) = 99`,
  ];
  const failed = [`7 fdatasync(5<${WAL}>) = -1 EIO (Input/output error) (INJECTED)`];
  const begun = [`8 fdatasync(5<${WAL}> <unfinished ...>`];
  const ended = ['8 <... fdatasync resumed>) = 0 (DELAYED)'];
  const checkTwo = (...parts: string[][]) =>
    checkSmall(
      traceOf(parts),
      '/data',
      [1, 2].map((number) => ({ hash: hashOf(number), text: textOf(number) })),
    );

  test.each([
    ['each with its own sync', 2, [rows(1), SYNC, answer(1, 201), rows(2), SYNC, answer(2, 201)]],
    ['with a shared sync', 1, [rows(1), rows(2), begun, ended, answer(2, 201), answer(1, 201)]],
    ['and read after their sync', 1, [rows(1), rows(2), SYNC, answer(1, 200), answer(1, 201), answer(2, 201)]],
    ['during a sync of earlier rows', 2, [rows(1), begun, rows(2), ended, answer(1, 201), SYNC, answer(2, 201)]],
  ])('%s pass', (_what, syncs, parts) => {
    expect(checkTwo(...parts)).toBe(syncs);
  });

  test.each([
    ['an answer before the sync', [rows(1), rows(2), answer(1, 201), SYNC, answer(2, 201)]],
    ['an answer during the sync', [rows(1), rows(2), begun, answer(1, 201), ended, answer(2, 201)]],
    ['a sync that began before the rows', [rows(1), begun, rows(2), ended, answer(1, 201), answer(2, 201), SYNC]],
    ['no sync after the rows', [rows(1), begun, rows(2), ended, answer(1, 201), answer(2, 201)]],
    ['a failed sync', [rows(1), rows(2), failed, answer(1, 201), answer(2, 201)]],
    ['a reader before the sync', [rows(1), rows(2), answer(1, 200), SYNC, answer(1, 201), answer(2, 201)]],
    [
      'bytes in another transaction',
      [frame(3, textOf(1), true), rows(1), rows(2), SYNC, answer(1, 201), answer(2, 201)],
    ],
    ['no rows', [rows(1), SYNC, answer(1, 201), answer(2, 201)]],
    ['no answer', [rows(1), rows(2), SYNC, answer(1, 201)]],
  ])('%s is rejected', (_what, parts) => {
    expect(() => checkTwo(...parts)).toThrow(
      /^this ended too late|^no sync of|^no rows with|^no answer with|^the bytes/,
    );
  });
});
