import { ok, strictEqual } from 'node:assert';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { TaskError } from '../../tools/lib/run.ts';
import { stallsOf, watchedSite } from './large-files.ts';
import { type Archive, openArchive, reopen, type Scenario, until } from './scenario.ts';
import { runAdmin } from './server.ts';
import { allThere, type Kept, publishFilled } from './small-disks.ts';

const PUBLISHES = 2000;
const PUBLISHERS = 8;
const SIZE = 60_000;
const KILLS = 3;

const MOST_LOG_BYTES = 64 * 1024 * 1024;
const LONGEST_STALL_MS = 100;

/** The write-ahead log of SQLite, which is copied into the database file while publishes go on. */
export const logs: Scenario[] = [
  {
    name: `the log stays small during ${PUBLISHES} publishes, no copy of it stops the server, and a kill loses nothing`,
    async play(stage) {
      const dataDir = stage.folder();
      const stalls = join(stage.folder(), 'stalls');
      const archive = await openArchive(stage, watchedSite(dataDir, stalls));
      const { pid } = archive.server;
      await stallsOf(pid, stalls);
      const log = join(dataDir, 'gofigr.sqlite-wal');
      let largest = 0;
      const watch = setInterval(() => {
        largest = Math.max(largest, existsSync(log) ? statSync(log).size : 0);
      }, 50);
      stage.afterwards(() => clearInterval(watch));

      const kept: Kept[] = [];
      let next = 0;
      const publisher = async () => {
        while (next < PUBLISHES) kept.push(await publishFilled(archive, next++, SIZE));
      };
      await Promise.all(Array.from({ length: PUBLISHERS }, publisher));
      const { work } = await stallsOf(pid, stalls);
      await archive.server.end('SIGKILL');
      console.log(`   log of ${(largest / 1e6).toFixed(0)} MB, longest stall ${work.toFixed(0)} ms`);
      ok(largest < MOST_LOG_BYTES, `the log had ${largest} bytes`);
      ok(work <= LONGEST_STALL_MS, `the event loop stood still for ${work} ms`);
      strictEqual(kept.length, PUBLISHES);
      await allThere(await reopen(stage, archive), kept);
    },
  },
  {
    name: `a server that is killed while it copies its log loses nothing that it acknowledged, ${KILLS} times`,
    async play(stage) {
      let archive = await openArchive(stage);
      const kept: Kept[] = [];
      for (let kill = 0; kill < KILLS; kill++) {
        await killDuringCopy(archive, kept, kill * PUBLISHES);
        archive = await reopen(stage, archive);
        await allThere(archive, kept);
      }
      const { code, output } = await runAdmin(archive.site, ['verify']);
      strictEqual(code, 0, output);
    },
  },
];

/** Publishes until the server copies its log, and kills it then. Adds what it acknowledged to `kept`. */
async function killDuringCopy(archive: Archive, kept: Kept[], first: number): Promise<void> {
  const file = join(archive.site.dataDir, 'gofigr.sqlite');
  // Only a copy of the log writes to the database file.
  const { mtimeMs } = statSync(file);
  const kill = new AbortController();
  let next = first;
  const publisher = async () => {
    try {
      while (!kill.signal.aborted) kept.push(await publishFilled(archive, next++, SIZE));
    } catch (error) {
      // The kill cuts off an answer. An error answer is a failure.
      if (!kill.signal.aborted || error instanceof TaskError) throw error;
    }
  };
  const publishers = Promise.all(Array.from({ length: PUBLISHERS }, publisher));
  publishers.catch(() => undefined);
  ok(await until(() => statSync(file).mtimeMs !== mtimeMs, 1), 'the log was never copied');
  kill.abort();
  await archive.server.end('SIGKILL');
  await publishers;
}
