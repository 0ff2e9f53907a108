import { setTimeout as sleep } from 'node:timers/promises';
import { publishDemo } from '../demo/demo.ts';
import { fromRoot } from '../lib/root.ts';
import { runNode, TaskError } from '../lib/run.ts';
import { createAccounts, createApiKey } from '../lib/test-accounts.ts';
import { startTestServer } from '../lib/test-server.ts';
import { make } from './lib/bench-server.ts';
import { type Engine, onEngines } from './lib/engines.ts';
import { type Options, readOptions } from './lib/options.ts';
import { type Page, report } from './lib/report.ts';
import { measurePublishing, type Publishing, publishingTable } from './lib/search-publishing.ts';
import { QUERIES } from './lib/search-queries.ts';
import { digits, table } from './lib/table.ts';

const USAGE = `npm run bench -- search [options]
Measures how often a search has the wanted figure among the first three, the time of an index of many revisions, and
what the index adds to publishes.`;

const REVISIONS = 100_000;
const QUICK_REVISIONS = 2000;
/** A person may search ten times a second. */
const PAUSE_MS = 120;
const FIRST = 3;

/** As `measure-search.ts` prints it. */
type Measured = { fillMs: number; times: { query: string; ms: number; processorMs: number }[] };
type Timing = Measured & { engine: string; revisions: number };
type Found = { share: number; missed: string[]; lagMs: number };

async function main(options: Options): Promise<void> {
  if (options.isPublishing) {
    const publishing = await onEngines(options.engines, (engine) => measurePublishing(engine, options));
    return report('search-publishing', { text: renderPublishing(publishing.flat()), charts: {} }, options);
  }
  const found = await measureDemo();
  const timings = await onEngines(options.engines, (engine) => measureIndex(engine, options));
  const publishing = await onEngines(options.engines, (engine) => measurePublishing(engine, options));
  await report('search', render(found, timings, publishing.flat()), options);
}

/** Publishes the demonstration, asks all queries of the labelled set, and waits for one more figure to be found. */
async function measureDemo(): Promise<Found> {
  const server = await startTestServer();
  try {
    const [account] = await createAccounts(server, ['ada']);
    if (!account) throw new TaskError('There is no account.');
    const key = await createApiKey(server, account);
    const problems = await publishDemo({ url: server.url, key });
    if (problems.length > 0) throw new TaskError(`Not published: ${problems.join('; ')}`);
    const api = { url: server.url, headers: { authorization: `Token ${key}` } };
    await untilFound(api, QUERIES.at(-1)?.[0] ?? '');
    const missed: string[] = [];
    for (const [query, figure] of QUERIES) {
      const { results } = await ask(api, query);
      const place = results.findIndex(({ name }) => name === figure);
      if (place < 0 || place >= FIRST) missed.push(`\`${query}\`: ${figure}`);
    }
    const begun = performance.now();
    await make(api, 'analysis/', { name: 'Neverseenbefore', workspace: '' });
    await untilFound(api, 'neverseenbefore');
    return { share: 1 - missed.length / QUERIES.length, missed, lagMs: performance.now() - begun };
  } finally {
    await server.stop();
  }
}

async function measureIndex(engine: Engine, options: Options): Promise<Timing> {
  const data = await engine.makeData();
  try {
    const revisions = options.isQuick ? QUICK_REVISIONS : REVISIONS;
    const url = data.settings['GOFIGR_DATABASE_URL'];
    const program = fromRoot('apps/server/src/testing/measure-search.ts');
    const { code, output } = await runNode([program, String(revisions), ...(url === undefined ? [] : [url])]);
    if (code !== 0) throw new TaskError(output);
    const measured = JSON.parse(output.trim().split('\n').at(-1) ?? '') as Measured; // as the program prints it
    return { engine: engine.name, revisions, ...measured };
  } finally {
    data.remove();
  }
}

type Api = { url: string; headers: Record<string, string> };
type Answer = { results: { name: string }[]; filling: boolean };

async function ask({ url, headers }: Api, query: string): Promise<Answer> {
  await sleep(PAUSE_MS);
  const answer = await fetch(`${url}/api/v1.4.1/search/?q=${encodeURIComponent(query)}`, { headers });
  if (!answer.ok) throw new TaskError(`The search "${query}" answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Answer; // as the server answers
}

/** Searches until something is found. */
async function untilFound(api: Api, query: string): Promise<void> {
  const limit = performance.now() + 600_000;
  while ((await ask(api, query)).results.length === 0)
    if (performance.now() > limit) throw new TaskError(`Nothing was found for "${query}".`);
}

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;

function cellsOf({ engine, revisions, fillMs, times }: Timing): string[] {
  const at = (share: number, of: 'ms' | 'processorMs') => {
    const sorted = times.toSorted((a, b) => a[of] - b[of]);
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  };
  return [
    engine,
    revisions.toLocaleString('en'),
    digits(at(0.5, 'ms')?.ms ?? Number.NaN),
    digits(at(0.95, 'ms')?.ms ?? Number.NaN),
    digits(at(0.5, 'processorMs')?.processorMs ?? Number.NaN),
    digits(at(0.95, 'processorMs')?.processorMs ?? Number.NaN),
    `\`${at(1, 'processorMs')?.query ?? ''}\``,
    digits(fillMs),
  ];
}

const HEAD = ['Engine', 'Revisions', 'p50 ms', 'p95 ms', 'Processor p50 ms', 'p95 ms', 'Slowest', 'Filling ms'];

const renderPublishing = (publishing: readonly Publishing[]): string => `## Publishing

Connections publish revisions with a new file of 10 kB and 40 lines of code. The same build takes turns without the
triggers that tell the index of changes. The goal is that publishes take at most 5 % longer: those of one connection, one
after the other, in the median of all pairs of turns. Four connections, whose client is on the same machine, leave no
processor to the index. The time of the main thread is that of the processor, with the work after the answer, until the
server rests.

${publishingTable(publishing)}
`;

function render({ share, missed, lagMs }: Found, timings: readonly Timing[], publishing: readonly Publishing[]): Page {
  const text = `# Search

The labelled set (\`tools/bench/lib/search-queries.ts\`) has ${QUERIES.length} searches over the demonstration, each with the
figure that is wanted. They have words of names, analyses, code, metadata, pictures and columns, typing errors and
operators. **${percent(share)}** have it among the first ${FIRST}. ${missed.length === 0 ? 'None is missed.' : `Missed: ${missed.join('; ')}.`}
A new analysis is found after ${digits(lagMs)} ms.

Times are those of the index, without the check of rights, with documents of revisions of 2 kB of code. Words are in all
texts, in few and in none; others are beginnings, identifiers, phrases and exclusions. Each search runs three times. The
processor time is that of the server and the database together. Filling is the processor time for each revision.

${table(HEAD, timings.map(cellsOf))}

${renderPublishing(publishing)}`;
  return { text, charts: {} };
}

const options = readOptions(USAGE);
if (options) await main(options);
