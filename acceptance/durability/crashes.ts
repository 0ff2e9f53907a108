import { randomBytes } from 'node:crypto';
import { startPostgres } from '../../tools/lib/postgres.ts';
import { startS3 } from '../../tools/lib/s3.ts';
import { crashRuns } from './rounds.ts';
import type { Scenario } from './scenario.ts';

const RUNS = 5;
const RUNS_ON_S3 = 20;

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
  {
    name: 'a server on PostgreSQL and S3 that is killed during publishes loses nothing that it acknowledged',
    async play(stage) {
      const postgres = await startPostgres();
      stage.afterwards(() => postgres.stop());
      const s3 = await startS3();
      stage.afterwards(() => s3.stop());
      await crashRuns({ runs: RUNS_ON_S3, seed: newSeed(), postgres, s3 });
    },
  },
];

export const newSeed = (): string => randomBytes(4).toString('hex');
