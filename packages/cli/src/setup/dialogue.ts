import { type ApiKey, checkKey, type GoFigr, GoFigrError, type Workspace } from '@gofigr/client';
import { newClient } from '../common/client.ts';
import { accessibleWorkspaces, usualWorkspace } from '../common/workspaces.ts';
import { startOf } from '../terminal/echo.ts';
import { printable } from '../terminal/printable.ts';
import { NotAccepted, type Questions } from '../terminal/questions.ts';
import type { KeyWish } from './key-options.ts';

const RULE = '-'.repeat(30);

export function sayTitle(questions: Questions): void {
  for (const line of [RULE, 'GoFigr configuration', RULE]) questions.say(line);
}

const notEmpty = (answer: string): string => {
  if (answer.trim() === '') throw new NotAccepted('Empty input');
  return answer;
};

/** A user who signed in with a password or the browser. */
export interface Account {
  gf: GoFigr;
  /** For requests that must come to their end, even after the dialogue was interrupted. */
  uninterrupted: GoFigr;
  /** Revokes a key, even after the dialogue was interrupted. */
  revoke(key: ApiKey): Promise<void>;
}

/** Asks for username and password until the server accepts them. */
export async function signIn(questions: Questions, url: string): Promise<Account> {
  for (;;) {
    const username = await questions.askFor('Username: ', notEmpty);
    const password = await questions.askFor('Password: ', notEmpty, 'none');
    questions.say('Verifying connection...');
    const gf = newClient({ url, username, password, signal: questions.signal });
    if (await works(questions, gf, 'Wrong username or password')) {
      questions.say('  => Authenticated successfully');
      const uninterrupted = newClient({ url, username, password, retries: 1 });
      return { gf, uninterrupted, revoke: ({ api_id }) => uninterrupted.apiKeys.delete(api_id) };
    }
  }
}

export interface ChosenKey {
  token: string;
  /** Client that uses the key. */
  gf: GoFigr;
}

/** Things that the choice of a key needs. */
export interface KeyChoice {
  url: string;
  path: string;
  account: Account;
  wish: KeyWish;
  /** Is called right after a key was created. */
  onCreated: (key: ApiKey) => void;
}

/** Asks for a key or creates one, until one works. Offers to keep `current`, a key that works. */
export async function chooseKey(
  questions: Questions,
  choice: KeyChoice,
  current: string | undefined,
  isNamed: boolean,
): Promise<ChosenKey> {
  const { url, wish } = choice;
  for (;;) {
    const answer = await questions.askFor(
      current === undefined ? 'API key (leave blank to generate a new key): ' : keyQuestion(current),
      keyOrNothing,
      'start',
    );
    const pasted = answer === '' ? (current ?? '') : answer;
    const isWanted = pasted === '' || (current !== undefined && pasted === NEW);
    if (isWanted) {
      const name = isNamed ? wish.name : await questions.askFor('Key name: ', notEmpty);
      const created = await createKey(questions, { ...choice, wish: { ...wish, name } });
      if (created === undefined) continue;
      return created;
    }
    const token = pasted;
    const chosen = await tried(questions, url, token);
    if (chosen) return chosen;
  }
}

/** Answer that asks for a new key where a blank one keeps the current key. */
const NEW = 'new';
const keyQuestion = (current: string): string =>
  `API key (leave blank to keep ${startOf(current)}, or type ${NEW} to generate a new key): `;

/** Returns a client for a key if the server accepts it. */
async function tried(questions: Questions, url: string, token: string): Promise<ChosenKey | undefined> {
  const gf = newClient({ url, apiKey: token, signal: questions.signal });
  if (!(await works(questions, gf, 'This API key is unknown, revoked or expired'))) return undefined;
  questions.say('  => Connected successfully');
  return { token, gf };
}

/** Refuses a mistyped key without a request. */
function keyOrNothing(answer: string): string {
  if (answer === '' || answer === NEW) return answer;
  try {
    return checkKey(answer);
  } catch (error) {
    if (error instanceof GoFigrError) throw new NotAccepted(error.message.replace(/\.$/, ''));
    throw error;
  }
}

/** Creates a key. If the server refuses, as it does for a 26th key, shows its reason and returns `undefined`. */
async function createKey(questions: Questions, choice: KeyChoice): Promise<ChosenKey | undefined> {
  try {
    return await newKey(questions, choice, choice.wish);
  } catch (error) {
    if (!(error instanceof GoFigrError) || error.status !== 400) throw error;
    questions.say(`${printable(error.message)} Please try again.`);
    return undefined;
  }
}

/** Creates a key with these fields and tries it. */
export async function newKey(
  questions: Questions,
  { url, path, account, onCreated }: KeyChoice,
  fields: KeyWish,
): Promise<ChosenKey | undefined> {
  questions.signal.throwIfAborted();
  // An interrupted request could leave a key whose ID nobody knows.
  const created = await account.uninterrupted.apiKeys.create(fields);
  onCreated(created);
  questions.signal.throwIfAborted();
  questions.say(`  => Your new API key will be saved to ${path}`);
  return tried(questions, url, created.token ?? '');
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

/** Lists the workspaces and asks for one. The default is the current one, else the caller's primary workspace. */
export async function chooseWorkspace(
  questions: Questions,
  gf: GoFigr,
  current: string | undefined,
): Promise<Workspace> {
  const workspaces = await accessibleWorkspaces(gf);
  const usual = await usualWorkspace(gf, workspaces, current);
  questions.say('\nPlease select a default workspace: ');
  for (const [index, workspace] of workspaces.entries()) questions.say(lineOf(index + 1, workspace));
  const offered = Math.max(1, workspaces.indexOf(usual) + 1);
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
