import { randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import yauzl, { type Entry } from 'yauzl';
import { unzip } from '../testing/unzip.ts';
import { type ArchivedFile, archive } from './zip.ts';

const TIME = new Date(2024, 1, 3);
const file = (path: string, bytes: Buffer, compress = false): ArchivedFile => ({
  path,
  bytes: [bytes],
  size: bytes.length,
  compress,
  time: TIME,
});

describe('an archive', () => {
  it('is unpacked by other programs, with names in every script', async () => {
    async function* files() {
      yield file('a/größe 大きさ.txt', Buffer.from('hello '.repeat(1000)), true);
      yield file('empty', Buffer.alloc(0));
      yield file('noise', randomBytes(300_000));
    }
    const bytes = Buffer.concat(await archive(files()).toArray());
    expect((await unzip(bytes)).map((one) => [one.path, one.bytes.length, one.method])).toEqual([
      ['a/größe 大きさ.txt', 6000, 8],
      ['empty', 0, 0],
      ['noise', 300_000, 0],
    ]);
    expect(bytes.length).toBeLessThan(302_000);
  });

  it('asks for files only as fast as they are read, and stops when the reader goes away', async () => {
    let asked = 0;
    let isClosed = false;
    async function* files() {
      try {
        for (;;) {
          asked++;
          yield file(`file ${asked}`, randomBytes(200_000));
        }
      } finally {
        isClosed = true;
      }
    }
    const output = archive(files());
    const [first] = await output.take(1).toArray();
    expect(first).toBeInstanceOf(Buffer);
    await expect.poll(() => isClosed).toBe(true);
    expect(asked).toBeLessThan(5);
  });

  it('has every one of more than 65,535 files', async () => {
    async function* files() {
      for (let number = 0; number < 66_000; number++) yield file(`f/${number}`, Buffer.from([number % 256]));
    }
    const zip = await yauzl.fromBufferPromise(Buffer.concat(await archive(files()).toArray()));
    const names = new Set<string>();
    let last: Entry | undefined;
    for await (const entry of zip.eachEntry()) {
      names.add(entry.fileName);
      last = entry;
    }
    expect([zip.entryCount, names.size, last?.fileName]).toEqual([66_000, 66_000, 'f/65999']);
    expect(last && (await buffer(await zip.openReadStreamPromise(last)))).toEqual(Buffer.from([65_999 % 256]));
  });

  it('breaks off when a file fails', async () => {
    async function* bytes() {
      yield Buffer.from('half');
      throw new Error('the disk is gone');
    }
    async function* files() {
      yield { path: 'x', bytes: bytes(), size: 8, compress: false, time: TIME };
    }
    await expect(archive(files()).toArray()).rejects.toThrow('the disk is gone');
  });
});
