import { FORMAT, LINT } from '../lib/checks.ts';
import { writeGenerated } from '../lib/generated.ts';
import { runNode, runTask } from '../lib/run.ts';

/** Repairs lint, generated files and format, as far as possible. */
await runTask(async () => {
  const lint = await runNode([...LINT, '--fix'], { output: 'show' });
  for (const file of await writeGenerated()) console.log(`Wrote ${file}`);
  const format = await runNode([...FORMAT, '--write'], { output: 'show' });
  return lint.code === 0 && format.code === 0 ? 0 : 1;
});
