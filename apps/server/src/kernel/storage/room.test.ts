import { access, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRoom, type Room } from './room.ts';

const BYTES = 3_000_000;

let folder: string;
let room: Room;
let reported: boolean[];
const open = async (reserveBytes = BYTES) => {
  room = await openRoom({ folder, blobFolder: join(folder, 'blobs'), cache: join(folder, 'cache'), reserveBytes });
  reported = [];
  room.watch((isFull) => void reported.push(isFull));
  await room.reserve();
};
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gofigr-room-'));
});
afterEach(async () => {
  await room.close();
  await rm(folder, { recursive: true });
});

const reserve = () => stat(join(folder, 'reserve'));
const isThere = (name: string) =>
  access(join(folder, name)).then(
    () => true,
    () => false,
  );

describe('disk space', () => {
  it('is reserved by a file of real size, readable only for its user', async () => {
    await open();
    const { size, blocks, mode } = await reserve();
    expect([size, blocks * 512 >= BYTES, (mode & 0o777).toString(8)]).toEqual([BYTES, true, '600']);
  });

  it('comes from the reserve when a write finds none, and then from the cache', async () => {
    await mkdir(join(folder, 'cache'));
    await writeFile(join(folder, 'cache', 'thumbnail'), '');
    await open();
    expect([room.give(), room.isFull, await isThere('reserve'), await isThere('cache')]).toEqual([
      true,
      true,
      false,
      true,
    ]);
    expect([room.give(), await isThere('cache'), room.give()]).toEqual([true, false, false]);
    expect(reported).toEqual([true]);
  });

  it('is reserved once by a start and a check at the same time', async () => {
    await open();
    room.give();
    await Promise.all([room.look(), room.look(), room.reserve(), room.reserve()]);
    await rm(join(folder, 'reserve'));
    await Promise.all(Array.from({ length: 10 }, () => room.reserve()));
    expect([(await reserve()).size, await isThere('reserve.tmp')]).toEqual([BYTES, false]);
  });

  it('is reserved by several processes at the same time', async () => {
    await open();
    const others = await Promise.all(
      [1, 2].map(() =>
        openRoom({ folder, blobFolder: join(folder, 'blobs'), cache: join(folder, 'cache'), reserveBytes: BYTES }),
      ),
    );
    for (let round = 0; round < 5; round++) {
      await rm(join(folder, 'reserve'));
      await Promise.all([room, ...others].map((one) => one.reserve()));
      expect([(await reserve()).size, ...[room, ...others].map(({ isFull }) => isFull)]).toEqual([
        BYTES,
        false,
        false,
        false,
      ]);
    }
    await Promise.all(others.map((one) => one.close()));
  });

  it('is reserved again when there is enough, and that is reported once', async () => {
    await open();
    room.give();
    expect(await Promise.all([room.look(), room.look()])).toEqual([false, false]);
    expect([room.isFull, (await reserve()).size, reported]).toEqual([false, BYTES, [true, false]]);
  });

  it('is checked after all running work that frees some', async () => {
    await open();
    room.give();
    let isFreed = false;
    room.free(async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      isFreed = true;
    });
    await room.look();
    expect(isFreed).toBe(true);
  });

  it('is freed once for all callers before the work begins', async () => {
    await open();
    room.give();
    let times = 0;
    const work = async () => void times++;
    for (let count = 0; count < 5; count++) room.free(work);
    await room.look();
    expect(times).toBe(1);
    room.give();
    room.free(work);
    await room.look();
    expect(times).toBe(2);
  });

  it('is not taken from the reserve for a write that was merely too large', async () => {
    await open();
    await room.note();
    expect([room.isFull, await isThere('reserve')]).toEqual([false, true]);
  });

  it('is not reserved if the reserve is turned off', async () => {
    await open();
    await room.close();
    await open(0);
    expect(await isThere('reserve')).toBe(false);
    expect([room.give(), room.isFull, await room.look()]).toEqual([false, true, false]);
  });

  it('is reserved again after an interrupted write, and for another size', async () => {
    await writeFile(join(folder, 'reserve.tmp'), 'half');
    await open();
    expect(await isThere('reserve.tmp')).toBe(false);
    await room.close();
    await open(1000);
    expect((await reserve()).size).toBe(1000);
  });
});
