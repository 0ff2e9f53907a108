import { parseArgs } from 'node:util';
import { runTask, TaskError } from '../lib/run.ts';
import { FOLDERS, SAMPLE } from '../mutation/folders.ts';
import { mutatePython, PYTHON_FOLDERS } from '../mutation/mutmut.ts';
import { mutate } from '../mutation/stryker.ts';
import { writeRows } from '../mutation/table.ts';

const USAGE = `npm run mutation -- [FOLDER… | python] [--sample PART] [--seed S] [--concurrency N] [--incremental]
Runs the tests of each folder against mutants of its code. Prints the survivors and updates docs/mutation.md.
--sample: the share of the mutants to try, ${SAMPLE} unless folders are named. --seed: selects the sample.
--incremental: skips mutants that an earlier run killed.
python: every folder of the Python package, without these options.`;

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
  const [server, python] = [Object.keys(FOLDERS), Object.keys(PYTHON_FOLDERS)];
  const named = positionals.flatMap((name) => (name === 'python' ? python : name));
  const unknown = named.filter((name) => !server.includes(name) && !python.includes(name));
  if (unknown.length > 0)
    throw new TaskError(`No such folder: ${unknown.join(', ')}. Folders: ${[...server, ...python].join(', ')}`);
  const [sample, concurrency] = [Number(values.sample ?? (named.length > 0 ? 1 : SAMPLE)), Number(values.concurrency)];
  if (!(sample > 0 && sample <= 1)) throw new TaskError('--sample must be above 0, and 1 at most.');
  if (!Number.isInteger(concurrency) || concurrency < 1)
    throw new TaskError('--concurrency must be a whole number from 1.');
  const { seed, incremental } = values;
  for (const folder of named.length > 0 ? named : server) {
    console.log(`\n${folder}`);
    const isPython = python.includes(folder);
    await writeRows([
      isPython ? await mutatePython(folder) : await mutate(folder, { seed, sample, concurrency, incremental }),
    ]);
  }
  return 0;
});
