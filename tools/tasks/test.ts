import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { acceptance, acceptanceOnPostgres } from '../legs/acceptance.ts';
import { bench } from '../legs/bench.ts';
import { browser, browserOnPostgres } from '../legs/browser.ts';
import { check } from '../legs/check.ts';
import { cli } from '../legs/cli.ts';
import { clients, clientsOnPostgres } from '../legs/clients.ts';
import { durability } from '../legs/durability.ts';
import { notebooks, notebooksOnPostgres } from '../legs/notebooks.ts';
import { python } from '../legs/python.ts';
import { pythonNotebooks } from '../legs/python-notebooks.ts';
import { typescript } from '../legs/typescript.ts';
import { unit, unitOnPostgres } from '../legs/unit.ts';
import { MACHINE_PATH } from '../lib/debian.ts';
import { type Leg, LegSkipped } from '../lib/leg.ts';
import { mapPooled } from '../lib/pool.ts';
import { processorSecondsWithChildren } from '../lib/process.ts';
import { usePrograms } from '../lib/programs.ts';
import { CACHE } from '../lib/root.ts';
import { runTask, seconds, TaskError } from '../lib/run.ts';
import { type Outcome, summarize } from '../lib/summary.ts';
import { ensureSystem, prepareSystem, type SystemPart } from '../lib/system.ts';

type Entry = {
  run: Leg;
  /** System software that the leg requires. If a part is missing, the leg is skipped. */
  needs: readonly SystemPart[];
  /** System software of single tests. If a part is missing, those tests are skipped. */
  uses?: readonly SystemPart[];
};

/** All legs, longest first, so that no long one starts when all others have ended. */
const LEGS: Record<string, Entry> = {
  check: { run: check, needs: [] },
  unit: { run: unit, needs: [], uses: ['python', 'ghostscript', 'bubblewrap', 'chromium'] },
  'unit-postgres': { run: unitOnPostgres, needs: ['postgresql'], uses: ['ghostscript', 'bubblewrap'] },
  browser: { run: browser, needs: ['python', 'chromium', 'headless-shell', 'ghostscript'] },
  durability: { run: durability, needs: ['python'], uses: ['postgresql', 'strace', 'faketime', 'iproute'] },
  'python-notebooks': {
    run: pythonNotebooks,
    needs: ['python', 'chromium', 'headless-shell'],
    uses: ['ghostscript', 'zbar'],
  },
  python: { run: python, needs: ['python', 'chromium', 'ghostscript'] },
  cli: { run: cli, needs: ['python', 'headless-shell', 'openssl'], uses: ['fish', 'zsh'] },
  'acceptance-postgres': { run: acceptanceOnPostgres, needs: ['python', 'ghostscript', 'postgresql'] },
  acceptance: { run: acceptance, needs: ['ghostscript'] },
  'browser-postgres': {
    run: browserOnPostgres,
    needs: ['python', 'headless-shell', 'ghostscript', 'postgresql'],
  },
  clients: { run: clients, needs: ['python', 'chromium', 'ghostscript'] },
  notebooks: { run: notebooks, needs: ['python', 'chromium', 'headless-shell'] },
  'clients-postgres': { run: clientsOnPostgres, needs: ['python', 'chromium', 'ghostscript', 'postgresql'] },
  typescript: { run: typescript, needs: [] },
  'notebooks-postgres': { run: notebooksOnPostgres, needs: ['python', 'chromium', 'postgresql'] },
  bench: { run: bench, needs: [] },
};

/** Legs that use every core, and one that measures. */
const ALONE = ['check', 'unit', 'unit-postgres', 'bench'];
/** Legs at a time, one more than cores: some wait half of their time for disks, kernels, pages and time limits. */
const LANES = availableParallelism() + 1;

const NAME_WIDTH = Math.max(...Object.keys(LEGS).map(({ length }) => length)) + 1;

/** Matches the line of vitest or pytest that names a failed test. */
const FAILED_TEST = /^\s*(FAIL|FAILED|ERROR) .*/gm;

const IN_CI = process.env['CI'] === 'true';

/** `npm test` runs every leg, `npm test -- unit check` the named ones. */
await runTask(async () => {
  const asked = process.argv.slice(2);
  const unknown = asked.filter((name) => !(name in LEGS));
  if (unknown.length > 0)
    throw new TaskError(`No such leg: ${unknown.join(', ')}. Legs: ${Object.keys(LEGS).join(', ')}`);
  // Without this, an interrupt would end us before the test servers are stopped.
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));

  // If it is set, each of some hundred Pythons compiles all its imports again, which takes a notebook seconds.
  delete process.env['PYTHONDONTWRITEBYTECODE'];
  // Each has its own home, and would search all fonts again.
  process.env['MPLCONFIGDIR'] = join(CACHE, 'matplotlib');
  // Servers and commands start some hundred times, and load a thousand files.
  process.env['NODE_COMPILE_CACHE'] = join(CACHE, 'compiled');

  const names = Object.keys(LEGS).filter((name) => asked.length === 0 || asked.includes(name));
  // A leg in a child process uses the software that its parent has installed.
  if (!process.send) await installSystem(names);
  usePrograms();
  const outcomes = new Map<string, Outcome>();
  for (const name of names.filter((leg) => names.length === 1 || ALONE.includes(leg)))
    outcomes.set(name, await runLeg(name));
  const rest = names.filter((name) => !outcomes.has(name));
  await mapPooled(rest, LANES, async (name) => outcomes.set(name, await runApart(name)));

  const all = names.flatMap((name) => outcomes.get(name) ?? []);
  const { lines, isGood } = summarize(all, IN_CI);
  // Sent to the parent if this leg runs in a child process. Otherwise shown again at the end, where failures are
  // listed.
  if (process.send) process.send(all[0], () => process.disconnect());
  else console.log(lines.join('\n'));
  return isGood ? 0 : 1;
});

/** Installs the system software of these legs first. In CI, none of it may be missing afterwards. */
async function installSystem(names: readonly string[]): Promise<void> {
  const parts = names.flatMap((name) => [...(LEGS[name]?.needs ?? []), ...(LEGS[name]?.uses ?? [])]);
  const missing = await prepareSystem([...new Set(parts)]);
  if (missing.length > 0 && IN_CI) throw new TaskError(`Missing on this machine: ${missing.join(', ')}.`);
}

async function runLeg(name: string): Promise<Outcome> {
  console.log(`\n── ${name} ${'─'.repeat(76 - name.length)}`);
  const leg = LEGS[name];
  if (!leg) throw new Error(`no leg ${name}`);
  const started = performance.now();
  const processorBefore = processorSeconds();
  const time = (): string =>
    `${seconds(performance.now() - started)} (processor ${(processorSeconds() - processorBefore).toFixed(0)} s)`;
  try {
    for (const part of leg.needs) await ensureSystem(part);
    const { engine, passed, failed, skipped } = await leg.run();
    const counts = `${passed} passed, ${failed} failed, ${skipped.length} skipped`;
    const total = passed + failed + skipped.length;
    const line = `${name.padEnd(NAME_WIDTH)} ${engine} · ${total} tests · ${time()} · ${counts}`;
    return { line, passed, failed, skipped };
  } catch (error) {
    const isSkipped = error instanceof LegSkipped && !IN_CI;
    const reason = error instanceof Error ? error.message : String(error);
    console.error(error instanceof TaskError || error instanceof LegSkipped ? reason : error);
    const firstLine = reason.trim().split('\n').at(-1) ?? '';
    const line = `${name.padEnd(NAME_WIDTH)} ${isSkipped ? 'skipped' : 'failed'} · ${time()} · ${firstLine}`;
    return { line, passed: 0, failed: isSkipped ? 0 : 1, skipped: isSkipped ? [`${name}: ${firstLine}`] : [] };
  }
}

/** Processor time of this process and its children that have ended; 0 on systems without /proc. */
function processorSeconds(): number {
  return process.platform === 'linux' ? processorSecondsWithChildren(process.pid) : 0;
}

/** Runs a leg in its own process and shows its output when it has ended. */
async function runApart(name: string): Promise<Outcome> {
  console.log(`… ${name}`);
  const child = spawn(process.execPath, [import.meta.filename, name], {
    // Restores the PATH, so that the child finds programs like this process.
    env: { ...process.env, PATH: MACHINE_PATH },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const end = (): boolean => child.kill('SIGTERM');
  process.once('exit', end);
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => chunks.push(chunk));
  let outcome: Outcome | undefined;
  child.on('message', (message) => {
    outcome = message as Outcome; // Sent by this file.
  });
  await once(child, 'close');
  process.off('exit', end);
  const output = Buffer.concat(chunks);
  process.stdout.write(output);
  if (outcome && outcome.failed > 0)
    outcome.failures = stripVTControlCharacters(output.toString()).match(FAILED_TEST) ?? [];
  const line = `${name.padEnd(NAME_WIDTH)} failed · its process ended with ${child.exitCode ?? child.signalCode}`;
  return outcome ?? { line, passed: 0, failed: 1, skipped: [] };
}
