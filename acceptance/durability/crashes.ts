import { randomBytes } from 'node:crypto';
import { startPostgres } from '../../tools/lib/postgres.ts';
import { crashRuns } from './rounds.ts';
import type { Scenario } from './scenario.ts';

const RUNS = 5;

/** A few runs of `npm run crash` on each engine, with another seed each time. */
export const crashes: Scenario[] = [
  {
    name: 'nothing acknowledged is lost when a server on SQLite is killed while it is published to',
    async play() {
      await crashRuns({ runs: RUNS, seed: newSeed() });
    },
  },
  {
    name: 'nothing acknowledged is lost when a server on PostgreSQL is killed while it is published to',
    async play(stage) {
      const postgres = await startPostgres();
      stage.afterwards(() => postgres.stop());
      await crashRuns({ runs: RUNS, seed: newSeed(), postgres });
    },
  },
];

export const newSeed = (): string => randomBytes(4).toString('hex');
