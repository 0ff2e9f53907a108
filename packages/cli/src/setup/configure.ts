import { type ApiKey, DEFAULT_URL, type GoFigr, GoFigrError, type Workspace } from '@gofigr/client';
import { ConfigError, type Connection, findConfig, loadSettings } from '@gofigr/client/node';
import { newClient } from '../common/client.ts';
import { configPathOf, exists, refuseUnwritable } from '../common/config-path.ts';
import type { SharedOptions } from '../common/options.ts';
import { note, print } from '../common/output.ts';
import { lineFromStandardInput } from '../common/standard-input.ts';
import { accessibleWorkspaces, usualWorkspace, workspaceNamed } from '../common/workspaces.ts';
import { EXIT, Failure, Interrupted } from '../failure.ts';
import { startOf } from '../terminal/echo.ts';
import { openQuestions, type Questions } from '../terminal/questions.ts';
import { type AdvancedSettings, askForAdvanced, askForUrl, yesOrNo } from './advanced.ts';
import { signInByBrowser } from './device.ts';
import {
  type Account,
  type ChosenKey,
  chooseKey,
  chooseWorkspace,
  type KeyChoice,
  newKey,
  sayTitle,
  signIn,
} from './dialogue.ts';
import { type KeyOptions, wishOf } from './key-options.ts';
import { currentConnection, save } from './save.ts';
import { greet, type SignInOptions } from './sign-in.ts';

export interface ConfigureOptions extends SharedOptions, KeyOptions, SignInOptions {
  advanced?: true;
  tokenStdin?: true;
  workspace?: string;
  profile?: string;
}

/** Values to save. The server has accepted them. */
interface Chosen {
  gf: GoFigr;
  token: string;
  workspace: Workspace;
  advanced?: AdvancedSettings;
}

/** Runs `gfconfig`: asks on a terminal or reads a key from standard input, then saves. */
export async function configure(options: ConfigureOptions): Promise<void> {
  const path = await configPathOf(options.configPath);
  await refuseUnwritable(path);
  const url = await addressFor(options, path);
  if (options.tokenStdin) {
    const chosen = await fromStandardInput(options, path, url);
    await saveChosen(options, path, chosen);
    if (!options.json) print(savedIn(path));
    await tell(options, path, chosen);
    return;
  }
  const questions = openQuestions(options.json ? process.stderr : process.stdout);
  if (questions === undefined) throw noTerminal(url);
  try {
    await converse(questions, options, path, url);
  } catch (error) {
    if (error instanceof Interrupted) throw new Failure(EXIT.interrupted, 'Interrupted. Nothing was saved.');
    throw error;
  } finally {
    questions.close();
  }
}

/** Returns the address from the argument, else the environment, else the file to be written, else the nearest file. */
async function addressFor({ url }: ConfigureOptions, path: string): Promise<string> {
  try {
    const settings = await loadSettings({ url, configPath: (await exists(path)) ? path : undefined });
    return settings.url.value;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    // `gfconfig` replaces a broken file, so it goes on without it.
    return url ?? (process.env['GF_URL'] || DEFAULT_URL);
  }
}

async function converse(questions: Questions, options: ConfigureOptions, path: string, offered: string): Promise<void> {
  let created: ApiKey | undefined;
  let account: Account | undefined;
  const { workspace: wanted, profile } = options;
  const wish = wishOf(options);
  try {
    sayTitle(questions);
    const asksForUrl = options.advanced && options.url === undefined;
    const url = asksForUrl ? await askForUrl(questions, offered) : offered;
    const way = await greet(url, options, questions.signal);
    const current = await currentConnection(path, url, profile);
    const kept = await workingKey(current, url, questions.signal);
    let key = way === 'browser' && kept ? await offerToKeep(questions, kept) : undefined;
    if (key === undefined) {
      account = await (way === 'browser' ? signInByBrowser(questions, url, wish) : signIn(questions, url));
      const onCreated = (one: ApiKey): void => {
        created = one;
      };
      const choice = { url, path, wish, account, onCreated };
      key = await (way === 'browser'
        ? keyFromBrowser(questions, choice)
        : chooseKey(questions, choice, kept?.token, options.keyName !== undefined));
    }
    const { token, gf } = key;
    const advanced = options.advanced ? await askForAdvanced(questions) : undefined;
    const workspace = await (wanted === undefined
      ? chooseWorkspace(questions, gf, current?.workspace)
      : workspaceNamed(gf, wanted));
    const chosen = { gf, token, workspace, ...(advanced && { advanced }) };
    questions.signal.throwIfAborted();
    await saveChosen(options, path, chosen);
    created = undefined;
    questions.say(`\n${savedIn(path)}`);
    await tell(options, path, chosen);
  } catch (error) {
    // An unsaved key would still count against the limit of keys.
    if (created)
      await account?.revoke(created).catch(() => note(`The new key was not saved. Revoke it in the web app.`));
    throw error;
  }
}

/** Returns the key of a connection if the server still accepts it. */
async function workingKey(
  current: Connection | undefined,
  url: string,
  signal: AbortSignal,
): Promise<ChosenKey | undefined> {
  const token = current?.api_key;
  if (token === undefined) return undefined;
  try {
    const gf = newClient({ url, apiKey: token, signal });
    await gf.users.me();
    return { token, gf };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof GoFigrError) return undefined;
    throw error;
  }
}

/** Asks whether to go on with the key of the file, which works. */
async function offerToKeep(questions: Questions, key: ChosenKey): Promise<ChosenKey | undefined> {
  const question = `The API key ${startOf(key.token)} works. Keep it [Y/n]: `;
  return (await questions.askFor(question, yesOrNo)) ? key : undefined;
}

/** Creates the key that a person has just approved. What it may do was decided there. */
async function keyFromBrowser(questions: Questions, choice: KeyChoice): Promise<ChosenKey> {
  const key = await newKey(questions, choice, { name: choice.wish.name });
  if (key) return key;
  throw new Failure(EXIT.refused, 'The server refuses the key that it has just made.');
}

async function fromStandardInput(options: ConfigureOptions, path: string, url: string): Promise<Chosen> {
  const { workspace: wanted, profile } = options;
  const token = await lineFromStandardInput('an API key', '--token-stdin');
  const gf = newClient({ url, apiKey: token, retries: 1 });
  await gf.users.me();
  if (wanted !== undefined) return { gf, token, workspace: await workspaceNamed(gf, wanted) };
  const current = await currentConnection(path, url, profile);
  return { gf, token, workspace: await usualWorkspace(gf, await accessibleWorkspaces(gf), current?.workspace) };
}

const savedIn = (path: string): string => `Configuration saved to ${path}. Happy analysis!`;

const connectionOf = ({ gf, token, workspace }: Chosen) => ({
  url: gf.url,
  api_key: token,
  workspace: workspace.api_id,
});

const saveChosen = ({ profile }: ConfigureOptions, path: string, chosen: Chosen): Promise<void> =>
  save(path, { profile, connection: connectionOf(chosen), advanced: chosen.advanced });

/** Prints the result as JSON, and warns of settings that override the new file in this folder. */
async function tell({ json }: ConfigureOptions, path: string, chosen: Chosen): Promise<void> {
  const { api_id, name } = chosen.workspace;
  if (json) print(JSON.stringify({ config_path: path, url: chosen.gf.url, workspace: { api_id, name } }));
  const nearest = await findConfig();
  if (nearest !== undefined && nearest !== path) note(`Note: in this folder ${nearest} is nearer and is used instead.`);
  const { url, api_key, workspace } = connectionOf(chosen);
  for (const [variable, saved] of Object.entries({ GF_URL: url, GF_API_KEY: api_key, GF_WORKSPACE: workspace })) {
    if ((process.env[variable] || saved) !== saved) note(`Note: ${variable} is set and overrides the file.`);
  }
}

const noTerminal = (url: string): Failure =>
  new Failure(
    EXIT.usage,
    'There is no terminal to ask questions on.',
    `Read an API key from a file:  gfconfig --token-stdin --url ${url} < key.txt\nUse another workspace than the current or primary one:  --workspace ID\nCreate keys in the web app, under Account.`,
  );
