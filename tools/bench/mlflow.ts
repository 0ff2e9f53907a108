import { forgetPeak, memory } from '../lib/process.ts';
import { fromRoot } from '../lib/root.ts';
import { run, TaskError } from '../lib/run.ts';
import { type BenchServer, playPublishes, startBenchServer } from './lib/bench-server.ts';
import { buildsOf } from './lib/builds.ts';
import type { Chart } from './lib/chart.ts';
import { sqlite } from './lib/engines.ts';
import { type Options, readOptions } from './lib/options.ts';
import { images, type Page, report } from './lib/report.ts';
import { digits, factor, table } from './lib/table.ts';
import { median, named, percentile, type Result, ratio, takeTurns } from './lib/turns.ts';
import { type Mlflow, mlflowEnvironment, playArtifacts, startMlflow } from './mlflow/server.ts';

const USAGE = `npm run bench -- mlflow [options]
Measures an MLflow server beside ours. Installs MLflow in .cache the first time.`;

/** Larger files are left out: they measure the disk. */
const MOST_BYTES = 1e6;

type Row = { size: string; connections: number; ours: Result; theirs: Result };
type Memory = { name: string; idle: number; peak: number };
type Client = { name: string; perSecond: number; p50: number; p99: number };

async function main(options: Options): Promise<void> {
  const [build] = await buildsOf({ against: undefined });
  if (!build) throw new Error('no build');
  const mlflow = await startMlflow();
  try {
    const { rows, memories } = await comparePuts(
      mlflow,
      await startBenchServer(build, sqlite, options.profile),
      options,
    );
    const clients = await compareClients(mlflow, await startBenchServer(build, sqlite), options);
    await report('mlflow', render(mlflow, rows, memories, clients), options);
  } finally {
    await mlflow.stop();
  }
}

/** Compares publishes of files with artifacts that are put to MLflow. */
async function comparePuts(mlflow: Mlflow, server: BenchServer, options: Options) {
  const { rounds, milliseconds } = options;
  const processes = { ours: [server.pid], theirs: mlflow.pids };
  try {
    const idle = { ours: total(processes.ours, 'now'), theirs: total(processes.theirs, 'now') };
    for (const pid of [...processes.ours, ...processes.theirs]) forgetPeak(pid);
    const contest = (bytes: number, connections: number, length: number) => [
      { name: 'ours', play: () => playPublishes(server, { bytes, connections, milliseconds: length }) },
      {
        name: 'theirs',
        play: () => playArtifacts(mlflow, { bytes, connections, milliseconds: length }),
      },
    ];
    for (const { play } of contest(10_000, 8, 2 * milliseconds)) await play();
    const rows: Row[] = [];
    for (const [size, bytes] of options.sizes.filter(([, wanted]) => wanted <= MOST_BYTES))
      for (const connections of options.connections) {
        const results = await takeTurns(rounds, contest(bytes, connections, milliseconds));
        const row = { size, connections, ours: named(results, 'ours'), theirs: named(results, 'theirs') };
        const rates = `ours ${digits(row.ours.perSecond)}, MLflow ${digits(row.theirs.perSecond)}`;
        console.error(`${size}, ${connections} connections: ${rates} a second`);
        rows.push(row);
      }
    const memories: Memory[] = [
      { name: 'ours', idle: idle.ours, peak: total(processes.ours, 'peak') },
      { name: 'MLflow', idle: idle.theirs, peak: total(processes.theirs, 'peak') },
    ];
    return { rows, memories };
  } finally {
    await server.stop();
  }
}

const total = (pids: readonly number[], kind: 'now' | 'peak'): number =>
  pids.reduce((sum, pid) => sum + memory(pid)[kind], 0);

const CLIENTS = ['gofigr', 'gofigr-png', 'mlflow'];
const WARM_UP = 3;

/** Compares the Python packages: each turn is a new process. */
async function compareClients(
  mlflow: Mlflow,
  server: BenchServer,
  { rounds, milliseconds }: Options,
): Promise<Client[]> {
  try {
    const times = new Map(CLIENTS.map((name): [string, number[][]] => [name, []]));
    const number = Math.round(milliseconds / 100);
    for (let round = 0; round < rounds; round += 1)
      for (const name of round % 2 === 0 ? CLIENTS : CLIENTS.toReversed()) {
        const url = name === 'mlflow' ? mlflow.url : server.url;
        const program = [fromRoot('tools/bench/mlflow/figures.py'), name, url, String(WARM_UP), String(number)];
        const env = { ...mlflowEnvironment(), GF_API_KEY: server.key };
        const { code, output } = await run(mlflow.python, program, { env });
        const [line] = /^\[[\d., e-]+\]$/m.exec(output) ?? [];
        if (code !== 0 || line === undefined) throw new TaskError(`${output}\nfigures.py ${name} failed.`);
        times.get(name)?.push(JSON.parse(line) as number[]); // by figures.py
      }
    return [...times].map(([name, turns]) => ({
      name,
      perSecond: median(turns.map((turn) => turn.length / turn.reduce((sum, time) => sum + time, 0))),
      p50: percentile(turns.flat(), 0.5) * 1000,
      p99: percentile(turns.flat(), 0.99) * 1000,
    }));
  } finally {
    await server.stop();
  }
}

const CALLS: Record<string, string> = {
  gofigr: 'GoFigr: `publish`, default settings',
  'gofigr-png': 'GoFigr: `publish`, only the PNG',
  mlflow: 'MLflow: `log_figure`',
};

function chartsOf(rows: Row[]): Record<string, Chart> {
  return {
    mlflow: {
      title: 'Publishes to our server, and artifacts put to MLflow',
      kind: 'bar',
      x: 'Size and connections',
      places: rows.map(({ size, connections }) => `${size}\n${connections}`),
      y: 'Requests a second',
      series: [
        { name: 'ours, synced', values: rows.map(({ ours }) => ours.perSecond) },
        { name: 'MLflow, not synced', values: rows.map(({ theirs }) => theirs.perSecond) },
      ],
    },
  };
}

function render({ version }: Mlflow, rows: Row[], memories: Memory[], clients: Client[]): Page {
  const charts = chartsOf(rows);
  const puts = rows.map(({ size, connections, ours, theirs }) => [
    size,
    String(connections),
    digits(ours.perSecond),
    digits(theirs.perSecond),
    factor(ratio(ours, theirs)),
    `${digits(ours.p50)} / ${digits(ours.p99)}`,
    `${digits(theirs.p50)} / ${digits(theirs.p99)}`,
    digits(ours.processor),
    digits(theirs.processor),
  ]);
  const head = [
    'Size',
    'Connections',
    'Ours a second',
    'MLflow a second',
    'Ours × MLflow',
    'Ours p50 / p99 ms',
    'MLflow p50 / p99 ms',
    'Ours processor ms',
    'MLflow processor ms',
  ];
  const memoryCells = memories.map(({ name, idle, peak }) => [name, digits(idle), digits(peak)]);
  const clientCells = clients.map(({ name, perSecond, p50, p99 }) => [
    CALLS[name] ?? name,
    digits(perSecond),
    digits(p50),
    digits(p99),
  ]);
  const text = `# Beside MLflow

The other server is ${version} with four workers of uvicorn, its default. It keeps runs in SQLite and artifacts in a
folder on the same disk. Its telemetry and its runner of jobs are off, so that they take no time. Ours uses SQLite too.

Both servers run at the same time and take turns, with the same client on the same machine. It sends new random bytes over
keep-alive connections. Ours gets revisions with one image, as JSON with base64. MLflow gets
\`PUT /api/2.0/mlflow-artifacts/artifacts/<path>\` with the plain bytes, to a new path each time.

The work is not equal:

| After the answer | Ours | MLflow |
| --- | --- | --- |
| The bytes are | synced to the disk, with their folder | in the memory of the system; a loss of power loses them |
| The database has | a revision, its datum, its activity and the times of its ancestors, synced | nothing |
| Rights | checked for the key and the figure | none |
| Bytes | hashed, searched for API keys, stored once | written |
| Encoding | base64 in JSON, a third larger | plain |

${table(head, puts)}

${images(charts)}

[Publishing](publish.md) explains the columns. The processor time is that of all processes of a server.

## Memory

Resident memory in MB when idle, and its maximum, as sums over the processes of each server.

${table(['Server', 'Idle', 'Maximum'], memoryCells)}

## Clients

A Python process draws a matplotlib figure with one line and publishes it with one call. The call returns when the server
has the figure; for ours this is \`sync=True\`. With default settings, our package draws PNG, EPS and SVG with a watermark,
and adds the pickled figure and metadata about the code. MLflow draws and sends the PNG. The times include drawing.

${table(['Client', 'Figures a second', 'p50 ms', 'p99 ms'], clientCells)}
`;
  return { text, charts };
}

const options = readOptions(USAGE);
if (options) await main(options);
