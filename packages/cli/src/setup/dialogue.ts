import { type ApiKey, checkKey, GoFigr, GoFigrError, type Workspace } from '@gofigr/client';
import { impatient } from '../common/impatient.ts';
import { accessibleWorkspaces } from '../common/workspaces.ts';
import { printable } from '../terminal/printable.ts';
import { NotAccepted, type Questions } from '../terminal/questions.ts';

const RULE = '-'.repeat(30);

export function sayTitle(questions: Questions): void {
  for (const line of [RULE, 'GoFigr configuration', RULE]) questions.say(line);
}

const notEmpty = (answer: string): string => {
  if (answer.trim() === '') throw new NotAccepted('Empty input');
  return answer;
};

/** A user who signed in with a password. */
export interface Account {
  gf: GoFigr;
  /** Revokes a key, even after the dialogue was interrupted. */
  revoke(key: ApiKey): Promise<void>;
}

/** Asks for username and password until the server accepts them. */
export async function signIn(questions: Questions, url: string): Promise<Account> {
  for (;;) {
    const username = await questions.askFor('Username: ', notEmpty);
    const password = await questions.askFor('Password: ', notEmpty, 'none');
    questions.say('Verifying connection...');
    const gf = new GoFigr({ url, username, password, fetch: impatient, signal: questions.signal });
    if (await works(questions, gf, 'Wrong username or password')) {
      questions.say('  => Authenticated successfully');
      const uninterrupted = new GoFigr({ url, username, password, fetch: impatient, retries: 1 });
      return { gf, revoke: ({ api_id }) => uninterrupted.apiKeys.delete(api_id) };
    }
  }
}

export interface ChosenKey {
  token: string;
  /** Client that uses the key. */
  gf: GoFigr;
}

/** Asks for a key or creates one, until one works. Calls `onCreated` right after creating a key. */
export async function chooseKey(
  questions: Questions,
  { url, path, account, onCreated }: { url: string; path: string; account: Account; onCreated: (key: ApiKey) => void },
): Promise<ChosenKey> {
  for (;;) {
    const pasted = await questions.askFor('API key (leave blank to generate a new key): ', keyOrNothing, 'start');
    const created = pasted === '' ? await createKey(questions, account.gf) : undefined;
    if (created) {
      onCreated(created);
      questions.say(`  => Your new API key will be saved to ${path}`);
    }
    const token = created?.token ?? pasted;
    if (token === '') continue;
    const gf = new GoFigr({ url, apiKey: token, fetch: impatient, signal: questions.signal });
    if (await works(questions, gf, 'This API key is unknown, revoked or expired')) {
      questions.say('  => Connected successfully');
      return { token, gf };
    }
  }
}

/** Refuses a mistyped key without a request. */
function keyOrNothing(answer: string): string {
  if (answer === '') return '';
  try {
    return checkKey(answer);
  } catch (error) {
    if (error instanceof GoFigrError) throw new NotAccepted(error.message.replace(/\.$/, ''));
    throw error;
  }
}

/** Creates a key. If the server refuses, as it does for a 26th key, shows its reason and returns `undefined`. */
async function createKey(questions: Questions, gf: GoFigr): Promise<ApiKey | undefined> {
  const name = await questions.askFor('Key name: ', notEmpty);
  try {
    return await gf.apiKeys.create({ name });
  } catch (error) {
    if (!(error instanceof GoFigrError) || error.status !== 400) throw error;
    questions.say(`${printable(error.message)} Please try again.`);
    return undefined;
  }
}

/** Tells whether the server accepts these credentials, and shows `refusal` if not. Throws other errors. */
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

/** Lists the workspaces and asks for one. The caller's primary workspace is the default. */
export async function chooseWorkspace(questions: Questions, gf: GoFigr): Promise<Workspace> {
  const workspaces = await accessibleWorkspaces(gf);
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

function lineOf(number: number, { name, description, api_id }: Workspace): string {
  const [shownName, shownDescription] = [name, description ?? ''].map((text) => printable(text) || 'N/A');
  return `  [${String(number).padStart(2)}] - ${shownName} - ${shownDescription} - API ID: ${api_id}`;
}
