import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildIfStale, SERVER_DIST } from '../../lib/build.ts';
import { withLock } from '../../lib/lock.ts';
import { CACHE, ROOT } from '../../lib/root.ts';
import { type RunOptions, run, TaskError } from '../../lib/run.ts';
import type { Options } from './options.ts';

/** A built server: the folder of its bundle, its name in tables, and the page that names its settings. */
export type Build = { name: string; dist: string; settingsPage: string };

const SETTINGS_PAGE = 'docs/settings.md';

/** Leaves out settings that a build does not know: an older server does not start with them. */
export function knownSettings({ settingsPage }: Build, settings: Record<string, string>): Record<string, string> {
  const page = readFileSync(settingsPage, 'utf8');
  return Object.fromEntries(Object.entries(settings).filter(([name]) => page.includes(`\`${name}\``)));
}

/** Builds the server of the working tree, and that of the commit to compare it with. */
export async function buildsOf({ against }: Pick<Options, 'against'>): Promise<Build[]> {
  await buildIfStale();
  const current = { name: 'this', dist: SERVER_DIST, settingsPage: join(ROOT, SETTINGS_PAGE) };
  return against === undefined ? [current] : [current, await buildOf(against)];
}

/**
 * Builds the server of a commit with its own dependencies and its own build script. Keeps it in `.cache/bench/<commit>`
 * for later runs.
 */
async function buildOf(commit: string): Promise<Build> {
  const { id, short } = await commitOf(commit);
  const parent = join(CACHE, 'bench');
  const folder = join(parent, id);
  await withLock(`bench-${id}`, async () => {
    if (existsSync(folder)) return;
    mkdirSync(parent, { recursive: true });
    const temporary = mkdtempSync(join(parent, 'building-'));
    try {
      console.error(`Building the server of ${commit} …`);
      const archive = join(temporary, 'sources.tar');
      await succeed('git', ['archive', '--output', archive, id]);
      await succeed('tar', ['-xf', archive, '-C', temporary]);
      rmSync(archive);
      const install = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
      await succeed('npm', install, { cwd: temporary });
      await succeed(process.execPath, ['tools/lib/bundle-server.ts'], { cwd: temporary });
      renameSync(temporary, folder);
    } finally {
      rmSync(temporary, { recursive: true, force: true });
    }
  });
  return { name: short, dist: join(folder, 'apps/server/dist'), settingsPage: join(folder, SETTINGS_PAGE) };
}

/** Finds a commit: its ID, the short one of tables, and its day. */
export async function commitOf(commit: string): Promise<{ id: string; short: string; day: string }> {
  const id = (await succeed('git', ['rev-parse', '--verify', '--end-of-options', `${commit}^{commit}`])).trim();
  const day = (await succeed('git', ['show', '--no-patch', '--format=%cs', id])).trim();
  return { id, short: id.slice(0, 7), day };
}

async function succeed(command: string, args: string[], options?: RunOptions): Promise<string> {
  const { code, output } = await run(command, args, options);
  if (code !== 0) throw new TaskError(`${output}\n${command} ${args.join(' ')} failed.`);
  return output;
}
