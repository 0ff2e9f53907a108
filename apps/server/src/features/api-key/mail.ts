import type { LeakAction } from '@gofigr/contract';
import type { Message } from '../../kernel/mail.ts';
import { nameInMail } from '../../kernel/mail-name.ts';

export interface PublishedKey {
  key: string;
  /** Username of the publisher. */
  username: string;
  action: LeakAction;
  account: URL;
}

const DONE: Record<LeakAction, string> = {
  tell: 'The key still works, and everyone who sees the revision can use it. Revoke or rotate it.',
  redact: 'It was replaced by asterisks there, and the key still works.',
  revoke: 'The key is revoked, as you chose for this case.',
  refuse: '',
};

export const publishedMail = (to: string, { key, username, action, account }: PublishedKey): Message => ({
  to,
  subject: 'A GoFigr API key was published',
  text: [
    `${nameInMail(username, 'Somebody')} published the secret of ${nameInMail(`your GoFigr API key "${key}"`, 'one of your GoFigr API keys')} in a revision.`,
    DONE[action],
    'Your account lists when and where, under API keys:',
    account.href,
    '',
  ].join('\n'),
});
