import { setTimeout as sleep } from 'node:timers/promises';
import { mainThreadMs } from '../../lib/process.ts';
import { TaskError } from '../../lib/run.ts';
import { type BenchServer, createFigure, startBenchServer } from './bench-server.ts';
import { buildsOf } from './builds.ts';
import type { Requests } from './client.ts';
import { drive } from './drive.ts';
import type { BenchData, Engine } from './engines.ts';
import type { Options } from './options.ts';
import { digits, table } from './table.ts';
import { median } from './turns.ts';

/** Milliseconds of a publish: by the clock of its client, and of the processor for the main thread. */
type Times = { clock: number; processor: number };

/** Pairs of turns, with the index and without. */
export type Publishing = {
  engine: string;
  connections: number;
  publishes: number;
  pairs: { indexed: Times; bare: Times }[];
};

const ROUNDS = 8;
const QUICK_ROUNDS = 4;
const MILLISECONDS = 2500;
/** One after the other, and as many as two cores can take. */
const CONNECTIONS = [1, 4];
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
export async function measurePublishing(engine: Engine, options: Options): Promise<Publishing[]> {
  const [build] = await buildsOf({ against: undefined });
  if (!build) throw new TaskError('There is no build.');
  const indexed = await startBenchServer({ ...build, name: 'with the index' }, engine, options.profile);
  const servers = [indexed];
  try {
    const other = await startBenchServer({ ...build, name: 'without' }, engine, options.profile);
    servers.push(other);
    const bare = await other.restartAfter(removeTriggers);
    servers.splice(1, 1, bare);
    const rounds = options.isQuick ? QUICK_ROUNDS : ROUNDS;
    const measured: Publishing[] = [];
    for (const connections of CONNECTIONS)
      measured.push({ engine: engine.name, connections, ...(await takeTurns(indexed, bare, connections, rounds)) });
    return measured;
  } finally {
    for (const server of servers) await server.stop();
  }
}

async function takeTurns(
  indexed: BenchServer,
  bare: BenchServer,
  connections: number,
  rounds: number,
): Promise<Pick<Publishing, 'publishes' | 'pairs'>> {
  for (const server of [indexed, bare]) await play(server, connections);
  const taken: Pick<Publishing, 'publishes' | 'pairs'> = { publishes: 0, pairs: [] };
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? [indexed, bare] : [bare, indexed];
    const turns = new Map<BenchServer, Awaited<ReturnType<typeof play>>>();
    for (const server of order) turns.set(server, await play(server, connections));
    const [one, two] = [turns.get(indexed), turns.get(bare)];
    if (!one || !two) throw new TaskError('A turn is missing.');
    taken.publishes += one.publishes;
    taken.pairs.push({ indexed: one.times, bare: two.times });
    console.error(`${connections}: ${digits(one.times.clock)} ms with the index, ${digits(two.times.clock)} without`);
  }
  return taken;
}

async function removeTriggers(data: BenchData): Promise<void> {
  const statements = await data.dropTriggers('search_queue_');
  if (statements.length === 0) throw new TaskError('The search queue has no triggers.');
  await data.change(statements);
}

/** Publishes for a turn to a new figure. The time of the main thread includes its work afterwards. */
async function play(server: BenchServer, connections: number): Promise<{ publishes: number; times: Times }> {
  const { url, headers } = server;
  const target = { url: `${url}/api/v1.4.1/revision/`, headers, figure: await createFigure(server) };
  const requests: Requests = { kind: 'publish', ...target, bytes: BYTES, code: CODE };
  await untilAtRest(server.pid);
  const before = mainThreadMs(server.pid);
  const load = { requests, connections, warmUp: connections, milliseconds: MILLISECONDS };
  const { times } = await drive(load);
  const publishes = times.length + connections;
  await untilAtRest(server.pid);
  const clock = times.reduce((sum, time) => sum + time, 0) / times.length;
  return { publishes, times: { clock, processor: (mainThreadMs(server.pid) - before) / publishes } };
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

/** A table of the medians, and of how much single pairs of turns differ. */
export function publishingTable(measured: readonly Publishing[]): string {
  const head = ['Engine', 'Connections', 'Publishes', 'Pairs of turns', 'Time', 'Without ms', 'More %', 'Single pairs'];
  const kinds = [
    ['of a publish, by the clock', 'clock'],
    ['of the main thread', 'processor'],
  ] as const;
  const cells = measured.flatMap(({ engine, connections, publishes, pairs }) =>
    kinds.map(([words, kind]) => {
      const more = pairs.map(({ indexed, bare }) => 100 * (indexed[kind] / bare[kind] - 1)).toSorted((a, b) => a - b);
      return [
        engine,
        String(connections),
        String(publishes),
        String(pairs.length),
        words,
        median(pairs.map(({ bare }) => bare[kind])).toFixed(2),
        median(more).toFixed(1),
        `${more.at(0)?.toFixed(0)} to ${more.at(-1)?.toFixed(0)}`,
      ];
    }),
  );
  return table(head, cells);
}
