import type { Message } from '../../kernel/mail.ts';
import { nameInMail } from '../../kernel/mail-name.ts';
import type { InvitationRow } from './store.ts';

/** The mail to an invited person. */
export function invitationMail(row: InvitationRow, link: string): Message {
  const name = nameInMail(row.object_name, '');
  const what = name === '' ? `${row.kind === 'workspace' ? 'a' : 'an'} ${row.kind}` : `the ${row.kind} "${name}"`;
  const who = nameInMail(row.initiator, 'Somebody');
  return {
    to: row.email,
    subject: `${who} invites you to ${what} on GoFigr`,
    text: [
      `${who} invites you to ${what} on GoFigr, as ${row.role.replaceAll('_', ' ')}.`,
      '',
      'Open this link to accept. It works once, for anyone who has it, so do not share it:',
      link,
      '',
      `It expires on ${new Date(row.expiry / 1000).toISOString().slice(0, 10)}.`,
      '',
    ].join('\n'),
  };
}
