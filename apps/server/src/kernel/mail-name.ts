const LENGTH = 80;

/** Dots of addresses after NFKD: `.` and the ideographic full stop. */
const DOT = '[.\\u3002]';

/** Text that mail programs may turn into a link: a scheme, a mail address, a domain, an IP address, a network path. */
const LINK = new RegExp(
  [
    `@`,
    `//`,
    `\\\\\\\\`,
    `\\p{L}[\\p{L}\\p{N}+-]*:\\S`,
    `[\\p{L}\\p{N}_-]${DOT}+\\p{L}`,
    `\\p{N}+(${DOT}\\p{N}+){3}`,
  ].join('|'),
  'u',
);

/**
 * Makes a user-chosen name safe for a mail: one short line without text that a mail program would turn into a link. A
 * name with such text becomes `otherwise`: an invitation must not carry anybody's address to strangers.
 */
export function nameInMail(name: string, otherwise: string): string {
  const line = name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  // Ignores accents and invisible characters, which may be inserted to hide a link.
  const bare = name.normalize('NFKD').replace(/[\p{M}\p{Cf}]/gu, '');
  if (line === '' || LINK.test(bare) || LINK.test(line)) return otherwise;
  const characters = [...line];
  return characters.length <= LENGTH ? line : `${characters.slice(0, LENGTH - 1).join('')}…`;
}
