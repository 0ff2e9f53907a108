/** The server under test, by the environment. */

export interface Account {
  username: string;
  password: string;
  email: string;
}

const text = process.env['ACCEPTANCE_URL'];
if (!text) throw new Error('ACCEPTANCE_URL: set it to the URL of a running server');

/** Without a slash at the end. */
export const baseUrl = text.replace(/\/+$/, '');

const accounts = JSON.parse(process.env['ACCEPTANCE_ACCOUNTS'] ?? '[]') as Account[];

function account(index: number): Account {
  const found = accounts[index];
  if (!found) throw new Error('ACCEPTANCE_ACCOUNTS: give three accounts as JSON [{username, password, email}, …]');
  return found;
}

/** Owns what most tests make. */
export const owner = account(0);
/** Has no right to anything of the owner. */
export const stranger = account(1);
/** Has nothing but keys, so that their number is known. */
export const keyHolder = account(2);

/** How often the races are run. */
export const repeats = Number(process.env['ACCEPTANCE_REPEAT'] ?? 3);
