import type { Message } from '../../kernel/mail.ts';
import { nameInMail } from '../../kernel/mail-name.ts';

/** Contains nothing that the person who asks has written. */
export function askedMail(to: string, object: { kind: string; name: string }, publicUrl: URL): Message {
  const kind = object.kind.replace('_', ' ');
  const name = nameInMail(object.name, '');
  return {
    to,
    subject: 'Somebody asks for access on GoFigr',
    text: [
      `Somebody asks for access to your ${kind}${name === '' ? '' : ` "${name}"`}.`,
      '',
      'See who it is, and grant or decline it:',
      new URL('/requests', publicUrl).href,
      '',
      'You get at most one mail a day about it.',
      '',
    ].join('\n'),
  };
}

/** Contains no name, because the object stays private if the request is declined. */
export const answeredMail = (
  to: string,
  { kind, object_id, granted }: { kind: string; object_id: string; granted: boolean },
  publicUrl: URL,
): Message => ({
  to,
  subject: granted ? 'You have access on GoFigr' : 'Your request for access on GoFigr was declined',
  text: [
    granted ? 'Your request was granted. You can open this page now:' : 'Your request for this page was declined:',
    new URL(`/${kind}/${object_id}`, publicUrl).href,
    '',
  ].join('\n'),
});
