import { beforeEach, expect, it } from 'vitest';
import type { SignedIn } from '../../kernel/auth/index.ts';
import { openDatabase } from '../../kernel/db/index.ts';
import type { Message } from '../../kernel/mail.ts';
import type { UserRow } from '../user/index.ts';
import { createNotify } from './mail.ts';

let sent: Message[];
let underWay: Promise<void>[];
let notify: (to: string, by: string) => Promise<void>;
beforeEach(() => {
  [sent, underWay] = [[], []];
  const mail = {
    enabled: true,
    send: (message: Message) => void sent.push(message),
    later: (work: () => Promise<void>) => void underWay.push(work()),
    close: async () => undefined,
  };
  const { db } = openDatabase({ path: ':memory:' });
  const tell = createNotify({ db, mail, publicUrl: new URL('https://figures.example.org') });
  notify = async (to, by) => {
    tell({ id: to, email: `${to}@example.org` } as UserRow, { userId: by } as SignedIn);
    await Promise.all(underWay);
  };
});
const to = () => sent.map((message) => message.to);

it('the mail to somebody who was added says where to look and what others see', async () => {
  await notify('bob', 'ada');
  const [mail] = sent;
  expect([sent.length, mail?.to, mail?.subject]).toEqual([
    1,
    'bob@example.org',
    expect.stringContaining('added to a workspace on GoFigr'),
  ]);
  expect(mail?.text.split('\n')).toEqual([
    expect.stringContaining('added you to a workspace or an organization'),
    '',
    expect.stringMatching(/Sign in.*accept or leave:$/),
    'https://figures.example.org/',
    '',
    expect.stringMatching(/Until you accept.*username/),
    '',
  ]);
});

it('nobody gets more than five in an hour, whoever adds them, and that is no error', async () => {
  for (let times = 0; times < 6; times++) await notify('bob', `user ${times}`);
  expect(to()).toEqual(Array.from({ length: 5 }, () => 'bob@example.org'));
  await notify('carl', 'user 0');
  expect(to()).toHaveLength(6);
});

it('one person causes at most fifty mails an hour, and others still get theirs', async () => {
  for (let times = 0; times < 51; times++) await notify(`user ${times}`, 'ada');
  expect(sent).toHaveLength(50);
  // An unsent mail does not count against its recipient.
  for (let times = 0; times < 6; times++) await notify('user 50', 'bob');
  expect(sent).toHaveLength(55);
});
