import { ok, strictEqual } from 'node:assert';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { TaskError } from '../../tools/lib/run.ts';
import { ensureSystem } from '../../tools/lib/system.ts';
import { type Archive, openArchive, reopen, type Scenario, until } from './scenario.ts';
import { runAdmin } from './server.ts';
import { allThere, type Kept, publishFilled } from './small-disks.ts';
import { readTrace, type SystemCall, straceCommand } from './trace.ts';

const PUBLISHES = 1000;
const PUBLISHERS = 8;
const SIZE = 60_000;
const KILLS = 3;

/** More than the 8 MB from which the log is copied. */
const PUBLISHES_FOR_A_COPY = 400;
const CALLS = ['write', 'writev', 'pwrite64', 'pwritev', 'fsync', 'fdatasync'];

const MOST_LOG_BYTES = 40 * 1024 * 1024;

/** The write-ahead log of SQLite, which is copied into the database file while publishes go on. */
export const logs: Scenario[] = [
  {
    name: `the log stays small during ${PUBLISHES} publishes, and a kill loses nothing`,
    async play(stage) {
      const archive = await openArchive(stage);
      const log = join(archive.site.dataDir, 'gofigr.sqlite-wal');
      let largest = 0;
      const watch = setInterval(() => {
        largest = Math.max(largest, existsSync(log) ? statSync(log).size : 0);
      }, 50);
      stage.afterwards(() => clearInterval(watch));

      const kept = await publishMany(archive, PUBLISHES);
      await archive.server.end('SIGKILL');
      console.log(`   log of ${(largest / 1e6).toFixed(0)} MB`);
      ok(largest < MOST_LOG_BYTES, `the log had ${largest} bytes`);
      strictEqual(kept.length, PUBLISHES);
      await allThere(await reopen(stage, archive), kept);
    },
  },
  {
    name: 'the log is copied and synced by a thread that answers nobody, so requests do not wait for the disk',
    async play(stage) {
      const trace = join(stage.folder(), 'trace');
      const dataDir = stage.folder();
      // The start of each write is enough to tell answers.
      const wrapper = straceCommand(await ensureSystem('strace'), trace, CALLS, ['-s', '40']);
      const archive = await openArchive(stage, { dataDir, wrapper });
      await publishMany(archive, PUBLISHES_FOR_A_COPY);
      await archive.server.end('SIGKILL');
      const calls = readTrace(trace);
      const isAnswer = ({ text }: SystemCall) => text.includes('<TCP') && text.includes('"HTTP/1.1 201');
      const answers = calls.filter(isAnswer);
      const answering = new Set(answers.map(({ thread }) => thread));
      strictEqual(answering.size, 1);
      // The database file itself is written at the start, and by copies of the log.
      const start = answers[0]?.start ?? Number.POSITIVE_INFINITY;
      const copies = calls.filter((call) => call.start > start && call.text.includes(`<${dataDir}/gofigr.sqlite>`));
      ok(copies.length > 0, 'no copy of the log was seen');
      const atCost = copies.filter(({ thread }) => answering.has(thread)).length;
      strictEqual(atCost, 0, `${atCost} of ${copies.length} calls were made by the thread that answers`);
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

async function publishMany(archive: Archive, count: number): Promise<Kept[]> {
  const kept: Kept[] = [];
  let next = 0;
  const publisher = async () => {
    while (next < count) kept.push(await publishFilled(archive, next++, SIZE));
  };
  await Promise.all(Array.from({ length: PUBLISHERS }, publisher));
  return kept;
}

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
