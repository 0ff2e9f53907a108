import { acceptance, acceptanceOnPostgres } from '../legs/acceptance.ts';
import { browser, browserOnPostgres } from '../legs/browser.ts';
import { check } from '../legs/check.ts';
import { clients, clientsOnPostgres } from '../legs/clients.ts';
import { durability } from '../legs/durability.ts';
import { python } from '../legs/python.ts';
import { pythonNotebooks } from '../legs/python-notebooks.ts';
import { unit, unitOnPostgres } from '../legs/unit.ts';
import { type Leg, LegSkipped } from '../lib/leg.ts';
import { runTask, seconds, TaskError } from '../lib/run.ts';

const LEGS: Record<string, Leg> = {
  check,
  unit,
  'unit-postgres': unitOnPostgres,
  acceptance,
  'acceptance-postgres': acceptanceOnPostgres,
  durability,
  clients,
  'clients-postgres': clientsOnPostgres,
  python,
  'python-notebooks': pythonNotebooks,
  browser,
  'browser-postgres': browserOnPostgres,
};

const NAME_WIDTH = Math.max(...Object.keys(LEGS).map(({ length }) => length)) + 1;

type Outcome = { line: string; passed: number; failed: number; skipped: number };

/** `npm test` runs every leg, `npm test -- unit check` the named ones. */
await runTask(async () => {
  const chosen = process.argv.slice(2);
  const unknown = chosen.filter((name) => !(name in LEGS));
  if (unknown.length > 0)
    throw new TaskError(`No such leg: ${unknown.join(', ')}. Legs: ${Object.keys(LEGS).join(', ')}`);
  // Without this, an interrupt would end us before the test servers are stopped.
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));

  const outcomes: Outcome[] = [];
  for (const [name, leg] of Object.entries(LEGS)) {
    if (chosen.length > 0 && !chosen.includes(name)) continue;
    console.log(`\n── ${name} ${'─'.repeat(76 - name.length)}`);
    outcomes.push(await runLeg(name, leg));
  }
  console.log(`\n${outcomes.map(({ line }) => line).join('\n')}`);
  const sum = (kind: 'passed' | 'failed' | 'skipped'): number =>
    outcomes.reduce((total, item) => total + item[kind], 0);
  console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
  return sum('failed') === 0 ? 0 : 1;
});

async function runLeg(name: string, leg: Leg): Promise<Outcome> {
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
