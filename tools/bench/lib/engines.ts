import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { startPostgres } from '../../lib/postgres.ts';
import { run, TaskError } from '../../lib/run.ts';
import { ensureSystem } from '../../lib/system.ts';
import { makeFolderOnDisk } from './disk.ts';

export const ENGINES = ['sqlite', 'postgres'];

/** An empty data folder and an empty database. */
export type BenchData = {
  /** Settings that let a server use them. */
  settings: Record<string, string>;
  /** Runs statements in one transaction while no server uses the database. */
  change: (statements: readonly string[]) => Promise<void>;
  columns: (table: string) => Promise<string[]>;
  /** Statements that drop the triggers whose names begin so. */
  dropTriggers: (prefix: string) => Promise<string[]>;
  remove: () => void;
};

export type Engine = {
  /** `SQLite 3.53.4` */
  name: string;
  makeData: () => Promise<BenchData>;
};

/** Runs `work` with each database engine, one after the other. */
export async function onEngines<T>(names: readonly string[], work: (engine: Engine) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (const name of names) {
    if (name === 'sqlite') results.push(await work(sqlite));
    else if (name === 'postgres') results.push(await onPostgres(work));
    else throw new TaskError(`No engine "${name}". Engines: ${ENGINES.join(', ')}.`);
  }
  return results;
}

const makeFolder = () => {
  const folder = makeFolderOnDisk('data-');
  return {
    folder,
    settings: { GOFIGR_DATA_DIR: folder },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};

export const sqlite: Engine = {
  name: `SQLite ${process.versions['sqlite']}`,
  async makeData() {
    const { folder, ...data } = makeFolder();
    const withDatabase = <T>(work: (database: DatabaseSync) => T): T => {
      const database = new DatabaseSync(join(folder, 'gofigr.sqlite'));
      try {
        return work(database);
      } finally {
        database.close();
      }
    };
    return {
      ...data,
      async change(statements) {
        withDatabase((database) => database.exec(['begin', ...statements, 'commit'].join(';\n')));
      },
      async columns(table) {
        const query = `select name from pragma_table_info('${table}')`;
        return withDatabase((database) => database.prepare(query).all()).map(({ name }) => String(name));
      },
      async dropTriggers(prefix) {
        const query = `select name from sqlite_schema where type = 'trigger' and name like '${prefix}%'`;
        return withDatabase((database) => database.prepare(query).all()).map(
          ({ name }) => `drop trigger ${String(name)}`,
        );
      },
    };
  },
};

async function onPostgres<T>(work: (engine: Engine) => Promise<T>): Promise<T> {
  const psql = join(await ensureSystem('postgresql'), 'psql');
  const postgres = await startPostgres();
  try {
    return await work({
      name: `PostgreSQL ${postgres.version}`,
      async makeData() {
        const { folder: _, ...data } = makeFolder();
        const url = await postgres.createDatabase();
        const ask = async (text: string): Promise<string> => {
          const options = ['--no-psqlrc', '--quiet', '--no-align', '--tuples-only', '--set=ON_ERROR_STOP=1'];
          const { code, output } = await run(psql, [...options, '--command', text, url]);
          if (code !== 0) throw new TaskError(output);
          return output;
        };
        return {
          ...data,
          settings: { ...data.settings, GOFIGR_DATABASE_URL: url },
          async change(statements) {
            // A real database has its statistics from the autovacuum.
            await ask(['begin', ...statements, 'commit', 'analyze'].join(';\n'));
          },
          async columns(table) {
            const found = await ask(`select column_name from information_schema.columns where table_name = '${table}'`);
            return found.trim().split('\n');
          },
          async dropTriggers(prefix) {
            const found = await ask(
              `select format('drop trigger %I on %s', tgname, tgrelid::regclass) from pg_trigger where tgname like '${prefix}%'`,
            );
            return found.trim().split('\n');
          },
        };
      },
    });
  } finally {
    await postgres.stop();
  }
}
