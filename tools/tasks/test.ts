import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { stripVTControlCharacters } from 'node:util';
import { acceptance, acceptanceOnPostgres } from '../legs/acceptance.ts';
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
import { type Leg, LegSkipped } from '../lib/leg.ts';
import { mapPooled } from '../lib/pool.ts';
import { runTask, seconds, TaskError } from '../lib/run.ts';

/** The longest first, so that no long one begins when all others have ended. */
const LEGS: Record<string, Leg> = {
  check,
  unit,
  'unit-postgres': unitOnPostgres,
  'python-notebooks': pythonNotebooks,
  durability,
  browser,
  clients,
  python,
  cli,
  notebooks,
  'notebooks-postgres': notebooksOnPostgres,
  'clients-postgres': clientsOnPostgres,
  'browser-postgres': browserOnPostgres,
  typescript,
  acceptance,
  'acceptance-postgres': acceptanceOnPostgres,
};

/** These use every core by themselves; the others wait much of their time. */
const ALONE = ['check', 'unit', 'unit-postgres'];
const LANES = 3;

const NAME_WIDTH = Math.max(...Object.keys(LEGS).map(({ length }) => length)) + 1;

/** How vitest, pytest and `run.py` begin the line that names a test that failed. */
const FAILED_TEST = /^\s*(FAIL|FAILED|ERROR|not ok) .*/gm;

type Outcome = { line: string; passed: number; failed: number; skipped: number; failures?: string[] };

/** `npm test` runs every leg, `npm test -- unit check` the named ones. */
await runTask(async () => {
  const asked = process.argv.slice(2);
  const unknown = asked.filter((name) => !(name in LEGS));
  if (unknown.length > 0)
    throw new TaskError(`No such leg: ${unknown.join(', ')}. Legs: ${Object.keys(LEGS).join(', ')}`);
  // Without this, an interrupt would end us before the test servers are stopped.
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));

  // Where it is set, each of some hundred Pythons would compile anew all that it imports: seconds for a notebook's.
  delete process.env['PYTHONDONTWRITEBYTECODE'];

  const names = Object.keys(LEGS).filter((name) => asked.length === 0 || asked.includes(name));
  const outcomes = new Map<string, Outcome>();
  for (const name of names.filter((leg) => names.length === 1 || ALONE.includes(leg)))
    outcomes.set(name, await runLeg(name));
  const rest = names.filter((name) => !outcomes.has(name));
  await mapPooled(rest, LANES, async (name) => outcomes.set(name, await runApart(name)));

  const all = names.flatMap((name) => outcomes.get(name) ?? []);
  const sum = (kind: 'passed' | 'failed' | 'skipped'): number => all.reduce((total, item) => total + item[kind], 0);
  if (process.send) {
    // To the process that runs this leg beside another.
    process.send(all[0], () => process.disconnect());
  } else {
    // Once more at the end, where they are found.
    for (const failure of all.flatMap(({ failures }) => failures ?? [])) console.log(failure);
    console.log(`\n${all.map(({ line }) => line).join('\n')}`);
    console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
  }
  return sum('failed') === 0 ? 0 : 1;
});

async function runLeg(name: string): Promise<Outcome> {
  console.log(`\n── ${name} ${'─'.repeat(76 - name.length)}`);
  const leg = LEGS[name];
  if (!leg) throw new Error(`no leg ${name}`);
  const started = performance.now();
  const time = (): string => seconds(performance.now() - started);
  try {
    const { engine, passed, failed, skipped } = await leg();
    const counts = `${passed} passed, ${failed} failed, ${skipped} skipped`;
    const line = `${name.padEnd(NAME_WIDTH)} ${engine} · ${passed + failed + skipped} tests · ${time()} · ${counts}`;
    return { line, passed, failed, skipped };
  } catch (error) {
    const isSkipped = error instanceof LegSkipped && process.env['CI'] !== 'true';
    const reason = error instanceof Error ? error.message : String(error);
    console.error(error instanceof TaskError || error instanceof LegSkipped ? reason : error);
    const firstLine = reason.trim().split('\n').at(-1) ?? '';
    const line = `${name.padEnd(NAME_WIDTH)} ${isSkipped ? 'skipped' : 'failed'} · ${time()} · ${firstLine}`;
    return { line, passed: 0, failed: isSkipped ? 0 : 1, skipped: isSkipped ? 1 : 0 };
  }
}

/** Runs a leg in a process of its own, and shows what it printed when it has ended. */
async function runApart(name: string): Promise<Outcome> {
  console.log(`… ${name}`);
  const child = spawn(process.execPath, [import.meta.filename, name], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
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
  return outcome ?? { line, passed: 0, failed: 1, skipped: 0 };
}
