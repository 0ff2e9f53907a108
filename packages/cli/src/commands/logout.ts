import { removeProfile, writeConfig } from '@gofigr/client/node';
import { openConfig, profileNamed } from '../common/config.ts';
import type { SharedOptions } from '../common/options.ts';
import { shortPath } from '../common/origin.ts';
import { printResult } from '../common/output.ts';
import { withoutPlainName } from '../common/profiles.ts';
import { EXIT, Failure } from '../failure.ts';

/** `gfconfig logout` */
export async function logout(which: string | undefined, options: SharedOptions): Promise<void> {
  const { path, config, profiles } = await openConfig(options);
  const gone = which === undefined ? profiles.find(({ isCurrent }) => isCurrent) : profileNamed(profiles, which);
  if (!gone) throw new Failure(EXIT.usage, 'None of the keys is in use.', 'Say which, as in "gfconfig list".');
  const changed = removeProfile(config, gone.name);
  if (changed) await writeConfig(path, withoutPlainName(changed));
  const { url } = gone.connection;
  const lines = [
    `${shortPath(path)} no longer holds the key of ${gone.name}.`,
    `The key stays valid until you revoke it${url === undefined ? '' : ` at ${url}/account`}.`,
  ];
  const isWithoutCurrent = gone.isCurrent && profiles.length > 1;
  if (isWithoutCurrent) lines.push('Others are left; use one with: gfconfig switch');
  printResult(options, { config_path: path, removed: gone.name }, lines.join('\n'));
}
