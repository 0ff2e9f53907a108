import { GoFigrError } from '@gofigr/client';
import type { Profile } from '@gofigr/client/node';
import { newClient } from '../common/client.ts';
import { openConfig } from '../common/config.ts';
import type { SharedOptions } from '../common/options.ts';
import { shortPath } from '../common/origin.ts';
import { columns, printResult } from '../common/output.ts';
import { printable } from '../terminal/printable.ts';

/** Time for each server to answer, so that one without an answer doesn't delay the list. */
const TIMEOUT_MS = 5000;

/** Runs `gfconfig list`. */
export async function list(options: SharedOptions): Promise<void> {
  const { path, profiles } = await openConfig(options);
  const states = await Promise.all(profiles.map(stateOf));
  const value = profiles.map(({ name, isCurrent, connection: { url, workspace } }, index) => ({
    name,
    current: isCurrent,
    url: url ?? null,
    workspace: workspace ?? null,
    state: states[index],
  }));
  const rows = profiles.map(({ name, isCurrent, connection }, index) => [
    isCurrent ? '*' : '',
    String(index + 1),
    name,
    connection.url ?? '',
    states[index] ?? '',
  ]);
  const hint = profiles.length > 1 ? ' To use another one: gfconfig switch NUMBER' : '';
  const text = `${columns(rows)}\n\nIn ${shortPath(path)}.${hint}`;
  printResult(options, { config_path: path, profiles: value }, text);
}

/** Returns the user and name of a key, or the reason why they are unknown. */
async function stateOf({ connection: { url, api_key, username, password } }: Profile): Promise<string> {
  const signIn = api_key === undefined ? { username, password } : { apiKey: api_key };
  try {
    const gf = newClient({ url, ...signIn, retries: 0, signal: AbortSignal.timeout(TIMEOUT_MS) });
    const user = await gf.users.me();
    const key = await gf.apiKeys.current().catch(() => undefined);
    return key ? `${user.username}, key "${printable(key.name)}"` : user.username;
  } catch (error) {
    if (!(error instanceof GoFigrError)) return 'no answer';
    if (error.code === 'unreachable') return 'no answer';
    return error.status === 401 || error.code === 'key_not_valid' ? 'key no longer valid' : printable(error.message);
  }
}
