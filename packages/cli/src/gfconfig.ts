import { gfconfig } from './programs/gfconfig.ts';
import { run } from './run.ts';

await run(gfconfig());
