import type { Person } from '@gofigr/contract';

/** The server's stand-in for a mail-like username of somebody whom the user does not know. */
const STAND_IN = /^(.+) \([0-9a-f]{8}\)$/;

export const fullNameOf = ({ first_name, last_name }: Pick<Person, 'first_name' | 'last_name'>): string =>
  `${first_name} ${last_name}`.trim();

/** A username as it is shown: of a stand-in, the words only. */
export const shownUsername = (username: string): string => STAND_IN.exec(username)?.[1] ?? username;

/** Tells whether it can be the username of an account; stand-ins have spaces. */
export const isUsername = (text: string): boolean => /^[A-Za-z0-9_.@+-]+$/.test(text);

/** One or two letters for a person without a picture. */
export function initialsOf(name: string): string {
  const [first = '', ...rest] = name.split(/[\s._-]+/).filter((part) => part !== '');
  const last = rest.at(-1) ?? '';
  return `${[...first][0] ?? ''}${[...last][0] ?? ''}`.toUpperCase();
}
