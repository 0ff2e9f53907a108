import { randomBytes } from 'node:crypto';
import { startPostgres } from '../../tools/lib/postgres.ts';
import { crashRuns } from './rounds.ts';
import type { Scenario } from './scenario.ts';

const RUNS = 5;

/** Some runs of `npm run crash` on each engine, with a new seed each time. */
export const crashes: Scenario[] = [
  {
    name: 'a server on SQLite that is killed during publishes loses nothing that it acknowledged',
    async play() {
      await crashRuns({ runs: RUNS, seed: newSeed() });
    },
  },
  {
    name: 'a server on PostgreSQL that is killed during publishes loses nothing that it acknowledged',
    async play(stage) {
      const postgres = await startPostgres();
      stage.afterwards(() => postgres.stop());
      await crashRuns({ runs: RUNS, seed: newSeed(), postgres });
    },
  },
];

export const newSeed = (): string => randomBytes(4).toString('hex');
