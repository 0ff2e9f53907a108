import { runTask } from '../lib/run.ts';
import { runChecks } from '../lib/run-checks.ts';

await runTask(async () => ((await runChecks()).failed === 0 ? 0 : 1));
