import { match, ok, strictEqual } from 'node:assert';
import { randomBytes } from 'node:crypto';
import { readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openArchive, publish, type Scenario } from './scenario.ts';
import { runAdmin, type Site, startRefused } from './server.ts';

const KILLS = 6;

/** Runs a command. Its exit code must be this one, and its output must not be a stack trace. */
async function expectAdmin(site: Site, args: readonly string[], code: number, input = ''): Promise<string> {
  const result = await runAdmin(site, args, input);
  strictEqual(result.code, code, `${args.join(' ')}: ${result.output}`);
  ok(!/\n\s+at /.test(result.output), result.output);
  return result.output;
}

/** The report that a command prints as JSON, after lines of progress. */
async function reportOf<T>(site: Site, args: readonly string[]): Promise<T> {
  const output = await expectAdmin(site, [...args, '--json'], 0);
  return JSON.parse(output.slice(output.indexOf('{'))) as T; // the caller knows the type of the report
}

const statesOf = async (site: Site, dir: string): Promise<string[]> =>
  (await reportOf<{ states: { state: string }[] }>(site, ['backup', dir, '--list'])).states.map(({ state }) => state);

/** Backups, and commands beside a server that they know only by its data folder. */
export const backups: Scenario[] = [
  {
    name: `a backup that is killed at any moment, ${KILLS} times, leaves every state whole`,
    async play(stage) {
      const archive = await openArchive(stage);
      const { site } = archive;
      const dir = join(stage.folder(), 'backup');
      for (let count = 0; count < 30; count++) await publish(archive, randomBytes(100_000));
      const started = performance.now();
      await expectAdmin(site, ['backup', dir], 0);
      const duration = performance.now() - started;
      let cut = 0;
      for (let kill = 0; kill < KILLS; kill++) {
        await publish(archive, randomBytes(100_000));
        const before = await statesOf(site, dir);
        const { code } = await runAdmin(site, ['backup', dir], '', ((kill + 0.5) / KILLS) * duration);
        if (code === null) cut++;
        const after = await statesOf(site, dir);
        ok(
          before.every((state) => after.includes(state)),
          'every earlier state is left',
        );
        await expectAdmin(site, ['verify', dir, '--state', after.at(-1) ?? ''], 0);
      }
      ok(cut > 0, 'some backups were cut off');
      await expectAdmin(site, ['backup', dir, '--keep', '1d'], 0);
      strictEqual((await statesOf(site, dir)).length, 1);
      strictEqual((await reportOf<{ orphanCount: number }>(site, ['verify', dir])).orphanCount, 0);
      strictEqual(readdirSync(join(dir, 'states')).length, 1);
    },
  },
  {
    name: 'a restore exits 1 for a damaged backup, and 2 for a wrong folder or a server with data',
    async play(stage) {
      const archive = await openArchive(stage);
      const { site } = archive;
      const dir = join(stage.folder(), 'backup');
      await publish(archive, randomBytes(100_000));
      await expectAdmin(site, ['backup', dir], 0);
      const empty = () => ({ dataDir: stage.folder() });
      await expectAdmin(empty(), ['restore', dir], 0);
      match(await expectAdmin(site, ['restore', dir], 2), /server is running/);
      match(await expectAdmin(empty(), ['restore', join(dir, 'none')], 2), /no folder/);
      match(await expectAdmin(empty(), ['restore', stage.folder()], 2), /no complete backup/);
      match(await expectAdmin(empty(), ['restore', dir, '--state', '1999'], 2), /has no state 1999/);
      match(await expectAdmin(site, ['backup', dir, '--keep', '7'], 2), /such as 7d,4w,12m/);
      const [state = ''] = await statesOf(site, dir);
      truncateSync(join(dir, 'states', state, 'tables', 'data.jsonl'), 10);
      match(await expectAdmin(empty(), ['restore', dir], 1), /table data has 0 rows/);
      await expectAdmin(site, ['verify', dir], 1);
      truncateSync(join(dir, 'states', state, 'manifest.json'), 10);
      match(await expectAdmin(empty(), ['restore', dir], 1), /manifest.json is damaged/);
    },
  },
  {
    name: 'commands know the public address of the server, and refuse wrong accounts and settings',
    async play(stage) {
      const started = { dataDir: stage.folder(), env: { GOFIGR_PUBLIC_URL: 'https://figures.example.org' } };
      await openArchive(stage, started);
      const site = { dataDir: started.dataDir };
      const link = await expectAdmin(site, ['reset-password', 'alice', '--link'], 0);
      match(link, /^https:\/\/figures\.example\.org\/reset-password#token=\S+\n$/);

      const create = (name: string, email: string, ...more: string[]) =>
        expectAdmin(site, ['create-user', name, '--email', email, ...more], 2, 'correct horse battery\n');
      match(await create('bob', 'bob.example.org'), /email: must be a mail address/);
      match(await create('bob', 'ALICE@example.org'), /Another account has this mail address/);
      match(await create('Alice', 'bob@example.org'), /This username is taken/);
      match(await create('bob', 'bob@example.org', '--first-name', 'x'.repeat(151)), /first_name/);

      const file = join(stage.folder(), 'smtp');
      const withFile = { ...site, env: { GOFIGR_SMTP_URL_FILE: file } };
      match(await expectAdmin(withFile, ['list-users'], 2), /^GOFIGR_SMTP_URL_FILE names the file .* does not exist/);
      writeFileSync(file, '');
      const refused = await startRefused({ dataDir: stage.folder(), env: withFile.env });
      strictEqual(refused.code, 1);
      match(refused.output, /^GoFigr did not start\. GOFIGR_SMTP_URL_FILE names the file .* is empty/);
    },
  },
];
