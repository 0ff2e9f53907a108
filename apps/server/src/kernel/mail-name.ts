const LENGTH = 80;

/** What NFKD leaves of the dots that addresses may be written with: `.` and the ideographic full stop. */
const DOT = '[.\\u3002]';

/** What mail programs make a link of, or may: a scheme, a mail address, a domain, an IP address, a path of a network. */
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
 * A name that somebody chose, as a mail may show it: one line, not long, and without what a mail program would make a link
 * of. A name with such a thing becomes `otherwise`: an invitation must not carry anybody's address to strangers.
 */
export function nameInMail(name: string, otherwise: string): string {
  const line = name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  // Without accents and invisible characters, which may stand between what belongs together.
  const bare = name.normalize('NFKD').replace(/[\p{M}\p{Cf}]/gu, '');
  if (line === '' || LINK.test(bare) || LINK.test(line)) return otherwise;
  const characters = [...line];
  return characters.length <= LENGTH ? line : `${characters.slice(0, LENGTH - 1).join('')}…`;
}
