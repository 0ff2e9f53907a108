/** The server under test, from the environment. */
import { vi } from 'vitest';

export interface Account {
  username: string;
  password: string;
  email: string;
}

const text = process.env['ACCEPTANCE_URL'];
if (!text) throw new Error('ACCEPTANCE_URL: set it to the URL of a running server');

/** Address of the server, without a final slash. */
export const baseUrl = text.replace(/\/+$/, '');

const accounts = JSON.parse(process.env['ACCEPTANCE_ACCOUNTS'] ?? '[]') as Account[];

function account(index: number): Account {
  const found = accounts[index];
  if (!found) throw new Error('ACCEPTANCE_ACCOUNTS: give three accounts as JSON [{username, password, email}, …]');
  return found;
}

/** Owns the objects of most tests. */
export const owner = account(0);
/** Has no rights on the owner's objects. */
export const stranger = account(1);
/** Has only keys, so that tests know their number. */
export const keyHolder = account(2);

/** Tells whether the server is several processes, which learn of uses of keys and of changes a moment later. */
export const isSeveral = process.env['ACCEPTANCE_PROCESSES'] === 'several';

/** Makes a check. With several processes, repeats it until it holds. */
export const soon = (check: () => Promise<void>): Promise<void> =>
  isSeveral ? vi.waitFor(check, { timeout: 20_000 }) : check();

/** Number of runs of each race. */
export const repeats = Number(process.env['ACCEPTANCE_REPEAT'] ?? 3);
