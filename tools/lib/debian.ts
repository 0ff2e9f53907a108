import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { withLock } from './lock.ts';
import { run } from './run.ts';

/** The PATH of the user who runs the tools. Tests get another one: see `programs.ts`. */
export const MACHINE_PATH = process.env['PATH'] ?? '';

/** Returns the absolute path of the first program that exists. Looks up names on the machine's PATH. */
export function findProgram(candidates: (string | undefined)[]): string | undefined {
  const folders = MACHINE_PATH.split(delimiter).filter((folder) => folder !== '');
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

/** Tells whether Debian packages can be installed without asking: as root, with apt. */
export const canInstall = (): boolean => process.getuid?.() === 0 && findProgram(['apt-get']) !== undefined;

/** Returns the command for users to install Debian packages. */
export const installCommand = (packages: readonly string[]): string =>
  `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${packages.join(' ')}`;

/** Installs Debian packages if that is possible without asking. Returns whether it worked. */
export async function installDebianPackages(packages: readonly string[]): Promise<boolean> {
  const apt = findProgram(['apt-get']);
  if (apt === undefined || !canInstall()) return false;
  return withLock('apt', async () => {
    console.error(`Installing system packages by apt-get: ${packages.join(', ')} …`);
    const env = { DEBIAN_FRONTEND: 'noninteractive', PATH: MACHINE_PATH };
    const update = await run(apt, ['update', '-qq'], { env });
    const install = await run(apt, ['install', '-y', '-qq', '--no-install-recommends', ...packages], { env });
    if (install.code !== 0) console.error(update.code === 0 ? install.output : update.output + install.output);
    return install.code === 0;
  });
}
