import type { Message } from '../../kernel/mail.ts';
import type { InvitationRow } from './store.ts';

const NAME_LENGTH = 200;

/** Names are anybody's text: one line of it, so that nobody writes a mail of his own into ours. */
const oneLine = (text: string): string => {
  const line = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return [...line].slice(0, NAME_LENGTH).join('');
};

/** What is mailed to somebody who is invited. */
export function invitationMail(row: InvitationRow, link: string): Message {
  const what = `the ${row.kind} "${oneLine(row.object_name)}"`;
  return {
    to: row.email,
    subject: `${row.initiator} invites you to ${what} on GoFigr`,
    text: [
      `${row.initiator} invites you to ${what} on GoFigr, as ${row.role.replaceAll('_', ' ')}.`,
      '',
      'Open this link to accept. It works once, for whoever holds it, so keep it to yourself:',
      link,
      '',
      `It ends on ${new Date(row.expiry / 1000).toISOString().slice(0, 10)}.`,
      '',
    ].join('\n'),
  };
}
