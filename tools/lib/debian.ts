import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { withLock } from './lock.ts';
import { run } from './run.ts';

/** The first of these programs that exists, as an absolute path. A name is looked up on PATH. */
export function findProgram(candidates: (string | undefined)[]): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return candidates
    .filter((candidate) => candidate !== undefined)
    .filter((candidate) => candidate !== '')
    .flatMap((candidate) => (candidate.includes('/') ? [candidate] : folders.map((folder) => join(folder, candidate))))
    .find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Installs Debian packages when that is possible without asking: as root, with apt. Says whether it worked. */
export async function installDebianPackages(packages: string[]): Promise<boolean> {
  const apt = findProgram(['apt-get']);
  if (apt === undefined || process.getuid?.() !== 0) return false;
  return withLock('apt', async () => {
    console.error(`Installing ${packages.join(', ')} by apt-get …`);
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    const update = await run(apt, ['update', '-qq'], { env });
    const install = await run(apt, ['install', '-y', '-qq', '--no-install-recommends', ...packages], { env });
    if (install.code !== 0) console.error(update.code === 0 ? install.output : update.output + install.output);
    return install.code === 0;
  });
}
