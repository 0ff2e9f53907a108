import { parseArgs } from 'node:util';
import { runTask, TaskError } from '../lib/run.ts';
import { PYTHON_FOLDERS, SERVER_FOLDERS } from '../mutation/folders.ts';
import { mutatePython } from '../mutation/mutmut.ts';
import { mutate } from '../mutation/stryker.ts';
import { writeRow, writeTotal } from '../mutation/table.ts';

const USAGE = `npm run mutation -- [FOLDER… | python] [--sample PART] [--seed S] [--concurrency N] [--incremental]
Runs the tests of each folder against mutants of its code. Prints the survivors and updates docs/mutation.md.
Without folders, it tries a share of the mutants of every folder. Of a named folder, it tries all.
--sample: another share of the mutants, from 0 to 1. --seed: selects the sample.
--incremental: skips mutants that an earlier run killed. The folders of Python are without it.
python: every folder of the Python package.`;

await runTask(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      sample: { type: 'string' },
      seed: { type: 'string', default: '1' },
      concurrency: { type: 'string', default: '2' },
      incremental: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const all = { ...SERVER_FOLDERS, ...PYTHON_FOLDERS };
  const named = positionals.flatMap((name) => (name === 'python' ? Object.keys(PYTHON_FOLDERS) : name));
  const unknown = named.filter((name) => !(name in all));
  if (unknown.length > 0)
    throw new TaskError(`No such folder: ${unknown.join(', ')}. Folders: ${Object.keys(all).join(', ')}`);
  const isWhole = named.length === 0 && values.sample === undefined;
  const [sample, concurrency] = [Number(values.sample ?? 1), Number(values.concurrency)];
  if (!(sample > 0 && sample <= 1)) throw new TaskError('--sample must be above 0, and 1 at most.');
  if (!Number.isInteger(concurrency) || concurrency < 1)
    throw new TaskError('--concurrency must be a whole number from 1.');
  const { seed, incremental } = values;
  const started = performance.now();
  for (const [folder, { share }] of Object.entries(all)) {
    if (named.length > 0 && !named.includes(folder)) continue;
    console.log(`\n${folder}`);
    const wish = { seed, sample: isWhole ? share : sample, concurrency, incremental };
    await writeRow(await (folder in PYTHON_FOLDERS ? mutatePython(folder, wish) : mutate(folder, wish)));
  }
  if (isWhole) await writeTotal((performance.now() - started) / 60_000);
  return 0;
});
