import { expect, it } from 'vitest';
import { type Facts, warningsOf } from './service/warnings.ts';

const DAY = 86_400_000_000;
const NOW = 1000 * DAY;
const GB = 1_000_000_000;

const well: Facts = {
  now: NOW,
  begunOn: NOW - 100 * DAY,
  backup: { at: NOW - DAY, problems: 0 },
  damagedCount: 0,
  disk: { freeBytes: 50 * GB, totalBytes: 100 * GB, hasReserve: true },
  mail: { enabled: true, sentOn: NOW - DAY, failedOn: NOW - 2 * DAY, problem: 'The host was not found.' },
  missingProtection: [],
};
const given = (facts: Partial<Facts>) => warningsOf({ ...well, ...facts });

it.each<[string, Partial<Facts>, string[]]>([
  ['a server that is well', {}, []],
  ['a backup of almost a week ago', { backup: { at: NOW - 6.9 * DAY, problems: 0 } }, []],
  ['a backup of a week ago', { backup: { at: NOW - 7 * DAY, problems: 0 } }, ['old_backup']],
  ['an incomplete backup', { backup: { at: NOW, problems: 2 } }, ['backup_problems']],
  ['no backup', { backup: null }, ['no_backup']],
  ['a new server without a backup', { backup: null, begunOn: NOW - 6 * DAY }, []],
  ['a server without accounts', { backup: null, begunOn: undefined }, []],
  ['damaged data', { damagedCount: 1 }, ['damaged_data']],
  ['few free bytes', { disk: { ...well.disk, freeBytes: 0.9 * GB, totalBytes: 10 * GB } }, ['disk_nearly_full']],
  ['a small part free', { disk: { ...well.disk, freeBytes: 4 * GB } }, ['disk_nearly_full']],
  ['no reserve', { disk: { ...well.disk, hasReserve: false } }, ['no_reserve']],
  ['no reserve wanted', { disk: { ...well.disk, hasReserve: null } }, []],
  ['a failed mail after a sent one', { mail: { ...well.mail, failedOn: NOW } }, ['mail_fails']],
  ['only failed mails', { mail: { ...well.mail, sentOn: null } }, ['mail_fails']],
  ['failed mails of the past', { mail: { ...well.mail, failedOn: NOW, enabled: false } }, []],
  ['no sandbox', { missingProtection: ['a sandbox'] }, ['no_sandbox']],
])('%s', (_what, facts, codes) => {
  expect(given(facts).map(({ code }) => code)).toEqual(codes);
});

it('says in words what is wrong', () => {
  const [old] = given({ backup: { at: NOW - 12 * DAY, problems: 0 } });
  expect(old?.text).toContain('12 days old');
  const [mail] = given({ mail: { ...well.mail, failedOn: NOW } });
  expect(mail?.text).toContain('The host was not found.');
});
