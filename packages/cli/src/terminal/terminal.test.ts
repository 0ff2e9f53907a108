import { expect, test } from 'vitest';
import { Echo, startOf } from './echo.ts';
import { printable } from './printable.ts';
import { bytesText, Progress } from './progress.ts';
import { styled } from './style.ts';

/** A screen that records the texts written to it. */
function screen(more: object = {}): { written: string[]; stream: NodeJS.WriteStream } {
  const written: string[] = [];
  const stream = {
    isTTY: true,
    columns: 40,
    hasColors: () => true,
    write: (text: string) => written.push(text),
    ...more,
  };
  return { written, stream: stream as unknown as NodeJS.WriteStream };
}

test('only the start of a key is shown, even if it is edited', () => {
  const { written, stream } = screen();
  const echo = new Echo(stream);
  echo.beginAnswer('Key: ', 'start', '');
  for (const line of ['g', 'gf', 'gf_', 'gf_secretsecret', 'gf_secretsecre', 'gf_s', '']) echo.showStart(line);
  echo.write('secretsecret');
  echo.endAnswer();
  const shown = written.join('');
  expect(shown).toBe(`Key: gf_secr…\r\u001b[KKey: gf_s\r\u001b[KKey: \n`);
});

test('hidden answers are not shown, and line breaks are not doubled', () => {
  const { written, stream } = screen();
  const echo = new Echo(stream);
  echo.beginAnswer('Password: ', 'none', 'typed ahead');
  echo.write('secret');
  echo.write('\r\n');
  echo.endAnswer();
  echo.beginAnswer('Name: ', 'all', '');
  echo.write('x');
  echo.write('\r\n');
  echo.endAnswer();
  expect(written.join('')).toBe('Password: \nName: x\n');
});

test('a short secret is shown whole', () => {
  expect([startOf('gf_1234'), startOf('gf_12345')]).toEqual(['gf_1234', 'gf_1234…']);
});

test('text of other users can not move the cursor, hide text or break the line', () => {
  expect(printable('a\u001b[2Jb\u202ec\u0007\nd\te')).toBe('a\ufffd[2Jb\ufffdc\ufffd d e');
  expect(printable('  Größe – 図 🎉  ')).toBe('Größe – 図 🎉');
});

test('numbers of bytes have a unit and one decimal', () => {
  expect([0, 999, 1000, 12_345, 999_999, 8e6, 3.2e9].map(bytesText)).toEqual([
    '0 B',
    '999 B',
    '1.0 kB',
    '12.3 kB',
    '1000.0 kB',
    '8.0 MB',
    '3.2 GB',
  ]);
});

test('progress is drawn on a terminal, not too often, within its width, and removed at the end', () => {
  const { written, stream } = screen();
  let now = 0;
  const progress = new Progress(stream, () => now);
  progress.show('first', 1, 2);
  progress.show('too soon', 2, 2);
  now = 200;
  progress.show('a label that is far too long for such a narrow terminal', 2, 2);
  progress.end();
  expect(written).toEqual([
    `\r\u001b[K${'█'.repeat(12)}${'░'.repeat(12)} 50 %  first`,
    `\r\u001b[K${'█'.repeat(24)} 100 %  a label`,
    '\r\u001b[K',
  ]);
  const none = screen({ isTTY: false });
  new Progress(none.stream, () => now).show('x', 1, 2);
  expect(none.written).toEqual([]);
});

test('styles are used on terminals with colors only', () => {
  expect(styled('red', 'x', screen({ isTTY: false }).stream)).toBe('x');
  expect(styled('red', 'x', screen({ hasColors: () => false }).stream)).toBe('x');
  expect(styled('red', 'x', screen().stream)).toContain('\u001b[31m');
});
