import { startPostgres } from '../../lib/postgres.ts';
import { TaskError } from '../../lib/run.ts';

export const ENGINES = ['sqlite', 'postgres'];

export type Engine = {
  /** `SQLite 3.53.4` */
  name: string;
  /** Makes an empty database. Returns the settings that let a server use it. */
  settings: () => Promise<Record<string, string>>;
};

/** Runs `work` with each database engine, one after the other. */
export async function onEngines<T>(names: readonly string[], work: (engine: Engine) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (const name of names) {
    if (!ENGINES.includes(name)) throw new TaskError(`No engine "${name}". Engines: ${ENGINES.join(', ')}.`);
    if (name === 'sqlite') {
      results.push(await work({ name: `SQLite ${process.versions['sqlite']}`, settings: async () => ({}) }));
      continue;
    }
    const postgres = await startPostgres();
    const settings = async () => ({ GOFIGR_DATABASE_URL: await postgres.createDatabase() });
    try {
      results.push(await work({ name: `PostgreSQL ${postgres.version}`, settings }));
    } finally {
      await postgres.stop();
    }
  }
  return results;
}
