import { type ApiKey, DEFAULT_URL, GoFigr, type Workspace } from '@gofigr/client';
import { ConfigError, findConfig, loadSettings } from '@gofigr/client/node';
import { configPathOf, exists, refuseUnwritable } from '../common/config-path.ts';
import { impatient } from '../common/impatient.ts';
import type { SharedOptions } from '../common/options.ts';
import { note, print } from '../common/output.ts';
import { lineFromStandardInput } from '../common/standard-input.ts';
import { accessibleWorkspaces, workspaceNamed } from '../common/workspaces.ts';
import { EXIT, Failure, Interrupted } from '../failure.ts';
import { openQuestions, type Questions } from '../terminal/questions.ts';
import { type AdvancedSettings, askForAdvanced, askForUrl } from './advanced.ts';
import { type Account, chooseKey, chooseWorkspace, sayTitle, signIn } from './dialogue.ts';
import { save } from './save.ts';

export interface ConfigureOptions extends SharedOptions {
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
    const chosen = await fromStandardInput(options, url);
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
  try {
    sayTitle(questions);
    const asksForUrl = options.advanced && options.url === undefined;
    const url = asksForUrl ? await askForUrl(questions, offered) : offered;
    await greet(url, questions.signal);
    account = await signIn(questions, url);
    const onCreated = (key: ApiKey): void => {
      created = key;
    };
    const { token, gf } = await chooseKey(questions, { url, path, account, onCreated });
    const advanced = options.advanced ? await askForAdvanced(questions) : undefined;
    const { workspace: wanted } = options;
    const workspace = await (wanted === undefined ? chooseWorkspace(questions, gf) : workspaceNamed(gf, wanted));
    const chosen = { gf, token, workspace, ...(advanced && { advanced }) };
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

/** Checks that a GoFigr server answers before the user types a password. */
async function greet(url: string, signal?: AbortSignal): Promise<void> {
  await new GoFigr({ url, fetch: impatient, retries: 1, signal }).info();
  const { protocol, hostname } = new URL(url);
  const isLocal = /^(localhost|.*\.localhost|127\..*|\[::1\])$/.test(hostname);
  if (protocol === 'http:' && !isLocal) note(`Note: http:// sends your password to ${hostname} unencrypted.`);
}

async function fromStandardInput({ workspace: wanted }: ConfigureOptions, url: string): Promise<Chosen> {
  const token = await lineFromStandardInput('an API key', '--token-stdin');
  const gf = new GoFigr({ url, apiKey: token, fetch: impatient, retries: 1 });
  await gf.users.me();
  return { gf, token, workspace: await (wanted === undefined ? usualWorkspace(gf) : workspaceNamed(gf, wanted)) };
}

async function usualWorkspace(gf: GoFigr): Promise<Workspace> {
  const [first] = await accessibleWorkspaces(gf);
  const workspace = (await gf.workspaces.primary()) ?? first;
  if (workspace === undefined) throw new Failure(EXIT.failed, 'There is no workspace.');
  return workspace;
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
    `Read an API key from a file:  gfconfig --token-stdin --url ${url} < key.txt\nUse another workspace than the primary one:  --workspace ID\nCreate keys in the web app, under Account.`,
  );
