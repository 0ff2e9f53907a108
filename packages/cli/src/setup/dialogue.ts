import { type ApiKey, checkKey, GoFigr, GoFigrError, type Workspace } from '@gofigr/client';
import { EXIT, Failure } from '../failure.ts';
import { printable } from '../terminal/printable.ts';
import { NotAccepted, type Questions } from '../terminal/questions.ts';

const RULE = '-'.repeat(30);

export const sayTitle = (say: (line: string) => void): void => {
  for (const line of [RULE, 'GoFigr configuration', RULE]) say(line);
};

const notEmpty = (answer: string): string => {
  if (answer.trim() === '') throw new NotAccepted('Empty input');
  return answer;
};

/** Asks for name and password until the server takes them. */
export async function signIn(questions: Questions, url: string): Promise<GoFigr> {
  for (;;) {
    const username = await questions.askFor('Username: ', notEmpty);
    const password = await questions.askFor('Password: ', notEmpty, 'none');
    questions.say('Verifying connection...');
    const gf = new GoFigr({ url, username, password, signal: questions.signal });
    if (await works(questions, gf, 'Wrong username or password')) {
      questions.say('  => Authenticated successfully');
      return gf;
    }
  }
}

export interface ChosenKey {
  token: string;
  /** Uses the key. */
  gf: GoFigr;
  /** Set when the key was made here. */
  created?: ApiKey;
}

/** Asks for a key, or makes one, until one works. `onCreated` hears of a new key before anything else can fail. */
export async function chooseKey(
  questions: Questions,
  { url, path, account, onCreated }: { url: string; path: string; account: GoFigr; onCreated: (key: ApiKey) => void },
): Promise<ChosenKey> {
  for (;;) {
    const pasted = await questions.askFor('API key (leave blank to generate a new key): ', keyOrNothing, 'start');
    const created = pasted === '' ? await createKey(questions, account) : undefined;
    if (created) {
      onCreated(created);
      questions.say(`  => Your new API key will be saved to ${path}`);
    }
    const token = created?.token ?? pasted;
    const gf = new GoFigr({ url, apiKey: token, signal: questions.signal });
    if (await works(questions, gf, 'This API key is unknown, revoked or expired')) {
      questions.say('  => Connected successfully');
      return { token, gf, ...(created && { created }) };
    }
  }
}

/** A mistyped key is refused here, without asking the server. */
function keyOrNothing(answer: string): string {
  if (answer === '') return '';
  try {
    return checkKey(answer);
  } catch (error) {
    if (error instanceof GoFigrError) throw new NotAccepted(error.message.replace(/\.$/, ''));
    throw error;
  }
}

async function createKey(questions: Questions, account: GoFigr): Promise<ApiKey> {
  const name = await questions.askFor('Key name: ', notEmpty);
  return account.apiKeys.create({ name });
}

/** Whether the server knows these credentials; where it doesn't, `refusal` is said. Other errors are thrown. */
async function works(questions: Questions, gf: GoFigr, refusal: string): Promise<boolean> {
  try {
    await gf.users.me();
    return true;
  } catch (error) {
    if (!(error instanceof GoFigrError) || error.status !== 401) throw error;
    questions.say(`${refusal}. Please try again.`);
    return false;
  }
}

/** Lists the workspaces and asks for one; the caller's primary one is offered. */
export async function chooseWorkspace(questions: Questions, gf: GoFigr): Promise<Workspace> {
  const workspaces = await workspacesOf(gf);
  const primary = await gf.workspaces.primary();
  questions.say('\nPlease select a default workspace: ');
  for (const [index, workspace] of workspaces.entries()) questions.say(lineOf(index + 1, workspace));
  const offered = Math.max(1, workspaces.findIndex(({ api_id }) => api_id === primary?.api_id) + 1);
  return questions.askFor(`Selection [${offered}]: `, (answer) => {
    const chosen = /^\d*$/.test(answer) ? workspaces[Number(answer || offered) - 1] : undefined;
    if (!chosen) throw new NotAccepted(`Value must be in range 1 - ${workspaces.length}`);
    return chosen;
  });
}

/** The workspaces that a key reaches. Throws when there is none. */
export async function workspacesOf(gf: GoFigr): Promise<Workspace[]> {
  const workspaces = await gf.workspaces.list();
  if (workspaces.length > 0) return workspaces;
  throw new Failure(
    EXIT.refused,
    'This key reaches no workspace: the one that it was made for is gone, or you are no longer a member.',
    'Leave the key blank to make a new one, or ask for an invitation to the workspace. Nothing was saved.',
  );
}

function lineOf(number: number, { name, description, api_id }: Workspace): string {
  const [shownName, shownDescription] = [name, description ?? ''].map((text) => printable(text) || 'N/A');
  return `  [${String(number).padStart(2)}] - ${shownName} - ${shownDescription} - API ID: ${api_id}`;
}

export interface AdvancedSettings {
  auto_publish: boolean;
  default_metadata: Record<string, unknown> | null;
}

export const askForUrl = (questions: Questions, offered: string): Promise<string> =>
  questions.askFor(`API URL [${offered}]: `, (answer) => {
    const url = answer || offered;
    if (!/^https?:\/\/./.test(url) || !URL.canParse(url)) throw new NotAccepted('This is no http:// or https:// address');
    return url;
  });

export async function askForAdvanced(questions: Questions): Promise<AdvancedSettings> {
  const auto_publish = await questions.askFor('Auto-publish all figures [Y/n]: ', yesOrNo);
  const default_metadata = await questions.askFor('Default revision metadata (JSON): ', objectOrNull);
  return { auto_publish, default_metadata };
}

function yesOrNo(answer: string): boolean {
  if (!/^(y|yes|n|no|)$/i.test(answer)) throw new NotAccepted('Please enter Yes/Y or No/N');
  return !/^n/i.test(answer);
}

/** Empty is null, as the published `gfconfig` writes it. */
function objectOrNull(answer: string): Record<string, unknown> | null {
  if (answer === '') return null;
  try {
    const value: unknown = JSON.parse(answer);
    if (value === null || (typeof value === 'object' && !Array.isArray(value))) {
      return value === null ? null : { ...value };
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new NotAccepted(`This is no JSON (${error.message})`);
  }
  throw new NotAccepted('Metadata is a JSON object, such as {"project": "rocket"}');
}
