import { setTimeout as sleep } from 'node:timers/promises';
import { mainThreadMs } from '../../lib/process.ts';
import { TaskError } from '../../lib/run.ts';
import { type BenchServer, createFigure, publishesTo, startBenchServer } from './bench-server.ts';
import { buildsOf } from './builds.ts';
import { drive } from './drive.ts';
import type { BenchData, Engine } from './engines.ts';
import type { Options } from './options.ts';
import { digits, table } from './table.ts';
import { median } from './turns.ts';

/** Processor time of the main thread for each publish in milliseconds, and the part of the search index. */
export type Publishing = { engine: string; publishes: number; without: number[]; added: number[] };

const ROUNDS = 12;
const QUICK_ROUNDS = 4;
const MILLISECONDS = 2500;
const CONNECTIONS = 4;
const BYTES = 10_000;
const LINES = 40;
const CODE = Array.from(
  { length: LINES },
  (_, line) => `fit_${line} = np.polyfit(dose[${line}:], response_${line % 7}["mean"], deg=${line % 5})`,
).join('\n');

/**
 * A server rests if the main thread works for less than this in this time. It must do so before the limit. Comparing
 * revisions goes on, two a second.
 */
const REST_MS = 1500;
const RESTING_MS = 100;
const REST_LIMIT_MS = 20_000;

/** Lets the same build publish with the index and without the triggers that tell it of changes, in turns. */
export async function measurePublishing(engine: Engine, options: Options): Promise<Publishing> {
  const [build] = await buildsOf({ against: undefined });
  if (!build) throw new TaskError('There is no build.');
  const indexed = await startBenchServer({ ...build, name: 'with the index' }, engine, options.profile);
  const servers = [indexed];
  try {
    const other = await startBenchServer({ ...build, name: 'without' }, engine, options.profile);
    servers.push(other);
    const bare = await other.restartAfter(removeTriggers);
    servers.splice(1, 1, bare);
    for (const server of servers) await play(server);
    const measured: Publishing = { engine: engine.name, publishes: 0, without: [], added: [] };
    for (let round = 0; round < (options.isQuick ? QUICK_ROUNDS : ROUNDS); round++) {
      const order = round % 2 === 0 ? [indexed, bare] : [bare, indexed];
      const turns = new Map<BenchServer, Awaited<ReturnType<typeof play>>>();
      for (const server of order) turns.set(server, await play(server));
      const [one, two] = [turns.get(indexed), turns.get(bare)];
      if (!one || !two) throw new TaskError('A turn is missing.');
      measured.publishes += one.publishes;
      measured.without.push(two.ms);
      measured.added.push(one.ms - two.ms);
      console.error(`${engine.name}: ${digits(one.ms)} with the index, ${digits(two.ms)} without`);
    }
    return measured;
  } finally {
    for (const server of servers) await server.stop();
  }
}

async function removeTriggers(data: BenchData): Promise<void> {
  const statements = await data.dropTriggers('search_queue_');
  if (statements.length === 0) throw new TaskError('The search queue has no triggers.');
  await data.change(statements);
}

/** Publishes for a turn to a new figure, and returns the time of the main thread for each, with the work afterwards. */
async function play(server: BenchServer): Promise<{ publishes: number; ms: number }> {
  const requests = { ...publishesTo(server, await createFigure(server), BYTES), code: CODE };
  await untilAtRest(server.pid);
  const before = mainThreadMs(server.pid);
  const load = { requests, connections: CONNECTIONS, warmUp: CONNECTIONS, milliseconds: MILLISECONDS };
  const publishes = (await drive(load)).times.length + CONNECTIONS;
  await untilAtRest(server.pid);
  return { publishes, ms: (mainThreadMs(server.pid) - before) / publishes };
}

async function untilAtRest(pid: number): Promise<void> {
  const limit = performance.now() + REST_LIMIT_MS;
  for (let before = mainThreadMs(pid); ; ) {
    await sleep(REST_MS);
    const now = mainThreadMs(pid);
    if (now - before < RESTING_MS) return;
    if (performance.now() > limit) throw new TaskError('The server does not come to rest.');
    before = now;
  }
}

/** A table of the medians, and of how much single turns differ. */
export function publishingTable(measured: readonly Publishing[]): string {
  const percents = ({ without, added }: Publishing) =>
    added.map((ms, round) => (100 * ms) / (without[round] ?? Number.NaN)).toSorted((a, b) => a - b);
  const head = ['Engine', 'Publishes', 'Turns', 'Without ms', 'Added ms', 'Added %', 'Single turns'];
  const cells = measured.map((one) => [
    one.engine,
    String(one.publishes),
    String(one.added.length),
    median(one.without).toFixed(2),
    median(one.added).toFixed(3),
    median(percents(one)).toFixed(1),
    `${percents(one).at(0)?.toFixed(0)} to ${percents(one).at(-1)?.toFixed(0)} %`,
  ]);
  return table(head, cells);
}
