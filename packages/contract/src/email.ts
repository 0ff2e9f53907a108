/** The caller's mail address, which a confirmed link changes (docs/protocol.md, section 10). */
import { type Static, Type } from 'typebox';
import { operation } from './operation.ts';
import { answer, nullable, sent, Time } from './schemas.ts';
import { Email, Password } from './users.ts';

export const EmailChange = answer('EmailChange', {
  email: Type.String({ description: 'The new address' }),
  created: Time,
  expiry: Time,
});
export type EmailChange = Static<typeof EmailChange>;

export const EmailState = answer('EmailState', {
  email: Type.String(),
  pending: nullable(EmailChange),
});
export type EmailState = Static<typeof EmailState>;

export const ConfirmedEmail = answer('ConfirmedEmail', { username: Type.String(), email: Type.String() });
export type ConfirmedEmail = Static<typeof ConfirmedEmail>;

export const email = {
  get: operation({
    id: 'email.get',
    method: 'GET',
    path: '/email/',
    summary: "The caller's mail address and the change that waits for its link",
    access: 'person',
    status: 200,
    answer: EmailState,
  }),
  change: operation({
    id: 'email.change',
    method: 'POST',
    path: '/email/',
    summary: 'Ask for another mail address; a link to the new one confirms it, the old one gets a notice',
    description:
      'The link works once, within 24 hours, and replaces earlier ones. An address that another account has gets none, with the same answer. Sessions and API keys stay.',
    access: 'person',
    body: sent({ email: Email, current: Password }),
    status: 200,
    answer: EmailState,
    errors: ['wrong_password', 'invalid_request', 'unavailable', 'too_many_attempts'],
  }),
  withdraw: operation({
    id: 'email.withdraw',
    method: 'DELETE',
    path: '/email/',
    summary: 'Withdraw the change that waits for its link',
    access: 'person',
    status: 204,
  }),
  confirm: operation({
    id: 'email.confirm',
    method: 'POST',
    path: '/email/confirm/',
    summary: 'Change the mail address with the link that was sent to it',
    description: 'Links for a new password that were sent to the old address end.',
    access: 'public',
    body: sent({ token: Type.String({ maxLength: 1000 }) }),
    status: 200,
    answer: ConfirmedEmail,
    errors: ['email_link_not_valid', 'too_many_attempts'],
  }),
};
