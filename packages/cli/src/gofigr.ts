import { gofigr } from './programs/gofigr.ts';
import { run } from './run.ts';

await run(gofigr());
