import { readOptions } from './lib/options.ts';
import { measureRatios, writeRatios } from './lib/small-run.ts';
import { median } from './lib/turns.ts';

const USAGE = `npm run bench -- ratios [options]
Measures the ratios that \`npm test -- bench\` checks, and writes docs/performance/ratios.json.`;

const options = readOptions(USAGE);
if (options) {
  const attempts = await measureRatios(options.rounds, () => false);
  const names = Object.keys(attempts[0] ?? {});
  const ratios = Object.fromEntries(
    names.map((name) => [name, Number(median(attempts.map((attempt) => attempt[name] ?? Number.NaN)).toFixed(2))]),
  );
  console.log(ratios);
  if (options.isWhole) writeRatios(ratios);
}
