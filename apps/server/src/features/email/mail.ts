import type { Message } from '../../kernel/mail.ts';
import { nameInMail } from '../../kernel/mail-name.ts';

const accountOf = (username: string): string => nameInMail(`the account ${username}`, 'an account');

/** The link, for the new address. */
export const linkMail = (to: string, username: string, link: URL): Message => ({
  to,
  subject: 'Confirm your mail address for GoFigr',
  text: [
    `Somebody, probably you, asked to use this mail address for ${accountOf(username)} on GoFigr.`,
    '',
    'Open this link to confirm it. It works once, within 24 hours:',
    link.href,
    '',
    'If it was not you, ignore this mail: nothing changes.',
    '',
  ].join('\n'),
});

/** The notice for the old address. It does not name the new one, which is whatever the asker typed. */
export const askedMail = (to: string, username: string, publicUrl: URL): Message => ({
  to,
  subject: 'Another mail address for your GoFigr account',
  text: [
    `Somebody who knows the password, probably you, asked to use another mail address for ${accountOf(username)}.`,
    'It changes only when a link that was sent to the new address is opened.',
    '',
    'If it was not you, set a new password at once. This also withdraws the change:',
    new URL('/account', publicUrl).href,
    '',
  ].join('\n'),
});

/** The notice for the old address after the change. */
export const changedMail = (to: string, username: string, publicUrl: URL): Message => ({
  to,
  subject: 'The mail address of your GoFigr account has changed',
  text: [
    `${accountOf(username).replace(/^./, (first) => first.toUpperCase())} on GoFigr has another mail address now, and gets no more mail here.`,
    '',
    'If it was not you, sign in, set a new password, and tell the administrator of this server:',
    new URL('/account', publicUrl).href,
    '',
  ].join('\n'),
});

/** The notice for the owner of an address that somebody else asked for. */
export const takenMail = (to: string, username: string): Message => ({
  to,
  subject: 'Your mail address on GoFigr',
  text: [
    'Somebody asked to use this mail address for another account on GoFigr. Nothing has changed.',
    '',
    `${nameInMail(`The account ${username}`, 'Your account')} has this address already. If it was you, sign in with that account,`,
    'or give it another address first. If it was not you, ignore this mail.',
    '',
  ].join('\n'),
});
