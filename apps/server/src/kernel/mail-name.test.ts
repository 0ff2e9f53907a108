import { expect, it } from 'vitest';
import { nameInMail } from './mail-name.ts';

it.each([
  'https://evil.example',
  'HTTP://1.2.3.4/',
  'Your account is locked: http://evil.example/unlock',
  'evil.com',
  'go to evil.com now',
  'www.evil.org/a',
  'evil．com',
  'evil。com',
  'evil｡com',
  'evil․com',
  'ev\u200bil\u2060.\u200bcom',
  'evil.\u0301com',
  'ｅｖｉｌ．ｃｏｍ',
  'пример.рф',
  'xn--e1afmkfd.xn--p1ai',
  'write to help@evil',
  'mailto:help',
  'javascript:alert',
  '//evil/share',
  '\\\\evil\\share',
  '192.168.0.1',
  'x\r\nhttp://evil.example',
  '\u0000\u200b ',
])('keeps %j out of mails', (name) => {
  expect(nameInMail(name, 'a workspace')).toBe('a workspace');
});

it.each([
  ['Lab 3: cells and tissues', 'Lab 3: cells and tissues'],
  ['Analysis v1.2 (draft)', 'Analysis v1.2 (draft)'],
  ['ada_lovelace-1815', 'ada_lovelace-1815'],
  ['Smith et al. 2024', 'Smith et al. 2024'],
  ['Größe & Maß', 'Größe & Maß'],
  ['研究室', '研究室'],
  ['two\r\nlines\u2028and\ttabs ', 'two lines and tabs'],
  ['x'.repeat(200), `${'x'.repeat(79)}…`],
])('shows %j', (name, shown) => {
  expect(nameInMail(name, 'a workspace')).toBe(shown);
});
