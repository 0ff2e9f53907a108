import { readFileSync, writeFileSync } from 'node:fs';
import { fromRoot } from '../../lib/root.ts';
import { type BenchServer, playPublishes, startBenchServer } from './bench-server.ts';
import { buildsOf } from './builds.ts';
import { sqlite } from './engines.ts';
import type { Ratios } from './ratios.ts';
import { named, playRequests, playWrites, takeTurns } from './turns.ts';

const FILE = fromRoot('docs/performance/ratios.json');
const BYTES = 10_000;
const CONNECTIONS = 8;

/**
 * Answers of /healthz that take about the processor time of a publish. Publishes are compared with a durable write and
 * these answers together. So the ratio holds on fast and slow disks, and on a busy machine.
 */
const ANSWERS = 10;

/** Length of a turn. Durable writes need less time for the same number. */
const MILLISECONDS = 800;

export const committedRatios = (): Ratios => JSON.parse(readFileSync(FILE, 'utf8')) as Ratios; // written below

export const writeRatios = (ratios: Ratios): void => writeFileSync(FILE, `${JSON.stringify(ratios, undefined, 2)}\n`);

/**
 * Measures ratios that change when publishes or key checks become slower, on SQLite. Repeats the attempt until `isDone`
 * or so many times.
 */
export async function measureRatios(
  attempts: number,
  isDone: (found: readonly Ratios[]) => boolean,
): Promise<Ratios[]> {
  const [build] = await buildsOf({ against: undefined });
  if (!build) throw new Error('no build');
  const server = await startBenchServer(build, sqlite);
  const found: Ratios[] = [];
  try {
    // The first requests of a process are slow, because their code is not compiled yet.
    await attempt(server);
    while (found.length < attempts && !isDone(found)) found.push(await attempt(server));
    return found;
  } finally {
    await server.stop();
  }
}

async function attempt(server: BenchServer): Promise<Ratios> {
  const get = (path: string, headers: Record<string, string>) =>
    playRequests([server.pid], {
      requests: { kind: 'get', url: server.url + path, headers },
      connections: CONNECTIONS,
      milliseconds: MILLISECONDS,
    });
  const results = await takeTurns(1, [
    { name: 'writes', play: () => playWrites(BYTES, MILLISECONDS / 4) },
    {
      name: 'publishes',
      play: () => playPublishes(server, { bytes: BYTES, connections: CONNECTIONS, milliseconds: MILLISECONDS }),
    },
    { name: 'with a key', play: () => get('/api/v1.4.1/user/', server.headers) },
    { name: '/healthz', play: () => get('/healthz', {}) },
  ]);
  const health = named(results, '/healthz');
  const reference = 1 / named(results, 'writes').perSecond + ANSWERS / health.perSecond;
  return {
    'publishes of 10 kB / (durable write + ten answers of /healthz)': named(results, 'publishes').perSecond * reference,
    // Not their rates, which are less steady on a busy machine.
    'processor time of /healthz / of a request with a key': health.processor / named(results, 'with a key').processor,
  };
}
