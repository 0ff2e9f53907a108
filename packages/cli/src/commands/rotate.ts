import { type ApiKey, GoFigrError } from '@gofigr/client';
import { type ConfigFile, type Connection, type Profile, writeConfig } from '@gofigr/client/node';
import { newClient } from '../common/client.ts';
import { openConfig, profileNamed } from '../common/config.ts';
import { refuseUnwritable } from '../common/config-path.ts';
import type { SharedOptions } from '../common/options.ts';
import { shortPath } from '../common/origin.ts';
import { note, printResult } from '../common/output.ts';
import { withoutPlainName } from '../common/profiles.ts';
import { EXIT, Failure } from '../failure.ts';
import { signInByBrowser } from '../setup/device.ts';
import { type Account, signIn } from '../setup/dialogue.ts';
import type { KeyWish } from '../setup/key-options.ts';
import { greet, type SignInOptions } from '../setup/sign-in.ts';
import { printable } from '../terminal/printable.ts';
import { openQuestions, type Questions } from '../terminal/questions.ts';

export interface RotateOptions extends SharedOptions, SignInOptions {
  graceHours: number;
}

/** A connection of the file with its key. */
interface Found {
  profile: Profile;
  url: string;
  key: ApiKey;
}

/** Runs `gfconfig rotate`. */
export async function rotate(which: string | undefined, options: RotateOptions): Promise<void> {
  const { path, config, profiles } = await openConfig(options);
  const profile = which === undefined ? profiles.find(({ isCurrent }) => isCurrent) : profileNamed(profiles, which);
  if (!profile)
    throw new Failure(EXIT.usage, 'None of the keys is in use.', 'Give a number or name of "gfconfig list".');
  await refuseUnwritable(path);
  const found = await keyOf(profile);
  const questions = openQuestions(options.json ? process.stderr : process.stdout);
  if (!questions)
    throw new Failure(
      EXIT.usage,
      'There is no terminal to sign in on.',
      'Rotate the key in the web app, under Account.',
    );
  try {
    const account = await signInFor(questions, found, options);
    questions.signal.throwIfAborted();
    // From here on, an interruption would lose the new key, so it waits until the file is written.
    const rotated = await replaceKey(account, found, options);
    await writeConfig(path, withoutPlainName(withKey(config, profile, rotated.token ?? '')));
    const until = rotated.previous_expiry?.slice(0, 16).replace('T', ' ');
    const name = printable(rotated.name);
    const old = until === undefined ? 'The old key no longer works.' : `The old key works until ${until} UTC.`;
    const value = { config_path: path, name, profile: profile.name, previous_expiry: rotated.previous_expiry };
    printResult(options, value, `${shortPath(path)} now holds the new key "${name}" of ${profile.name}. ${old}`);
  } finally {
    questions.close();
  }
  if (process.env['GF_API_KEY']) note('Note: GF_API_KEY is set and overrides the file.');
}

/** Asks the server about the key of a connection. */
async function keyOf(profile: Profile): Promise<Found> {
  const { url, api_key: token } = profile.connection;
  if (url === undefined || token === undefined)
    throw new Failure(EXIT.failed, `${profile.name} has no API key.`, 'Run gfconfig to create one.');
  try {
    return { profile, url, key: await newClient({ url, apiKey: token, retries: 1 }).apiKeys.current() };
  } catch (error) {
    if (!(error instanceof GoFigrError) || (error.status !== 401 && error.status !== 404)) throw error;
    throw new Failure(
      EXIT.refused,
      `${profile.name}: ${printable(error.message)}`,
      'Run gfconfig to create a new key.',
    );
  }
}

async function signInFor(questions: Questions, { url, key }: Found, options: SignInOptions): Promise<Account> {
  if ((await greet(url, options, questions.signal)) === 'password') return signIn(questions, url);
  const { name, permission, workspaces, expiry } = key;
  const wish: KeyWish = { name, permission, ...(workspaces && { workspaces }), ...(expiry && { expiry }) };
  return signInByBrowser(questions, url, wish);
}

/** Rotates the key and checks that the new one works. The file still holds the old one. */
async function replaceKey({ uninterrupted }: Account, { url, key }: Found, options: RotateOptions): Promise<ApiKey> {
  try {
    const rotated = await uninterrupted.apiKeys.rotate(key.api_id, { graceHours: options.graceHours });
    await newClient({ url, apiKey: rotated.token ?? '', retries: 3 }).users.me();
    return rotated;
  } catch (error) {
    if (error instanceof GoFigrError && error.status === 404)
      throw new Failure(EXIT.refused, `The key "${printable(key.name)}" belongs to ${key.username}, not to you.`);
    if (error instanceof GoFigrError && error.code === 'not_allowed')
      throw new Failure(
        EXIT.refused,
        'The rights approved in the browser are not those of the key.',
        'Approve the key as it is shown, or sign in with --password.',
      );
    throw error;
  }
}

/** Replaces the key of one connection. */
function withKey(config: ConfigFile, { name, isCurrent }: Profile, token: string): ConfigFile {
  if (isCurrent) return { ...config, api_key: token };
  const changed: Connection = { ...config.profiles?.[name], api_key: token };
  return { ...config, profiles: { ...config.profiles, [name]: changed } };
}
