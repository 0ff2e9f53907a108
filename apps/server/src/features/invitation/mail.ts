import type { Message } from '../../kernel/mail.ts';
import { nameInMail } from '../../kernel/mail-name.ts';
import { isViewed } from './service/kinds.ts';
import type { InvitationRow } from './store.ts';

/** The mail to an invited person. `fullName`: of the person who invites, safe for a mail; empty: not known. */
export function invitationMail(row: InvitationRow, link: string, fullName = ''): Message {
  const who = fullName || nameInMail(row.initiator, 'Somebody');
  const name = nameInMail(row.object_name, '');
  const kind = row.kind.replaceAll('_', ' ');
  const what = name === '' ? `${/^[ao]/.test(kind) ? 'an' : 'a'} ${kind}` : `the ${kind} "${name}"`;
  const isView = isViewed(row.kind);
  const offer = isView ? `${who} shares ${what} with you on GoFigr` : `${who} invites you to ${what} on GoFigr`;
  return {
    to: row.email,
    subject: offer,
    text: [
      isView ? `${offer}. You can view it, with everything in it.` : `${offer}, as ${row.role.replaceAll('_', ' ')}.`,
      '',
      'Open this link to accept. It works once, for anyone who has it, so do not share it:',
      link,
      '',
      `It expires on ${new Date(row.expiry / 1000).toISOString().slice(0, 10)}.`,
      '',
    ].join('\n'),
  };
}
