import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findSecrets } from './find-secrets.ts';

const SECRET = 'gf_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLM';
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gofigr-secrets-'));
  mkdirSync(join(folder, 'below'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const CASES: [encoding: string, content: string | Buffer][] = [
  ['plain text', `{"token":"${SECRET}"}`],
  ['hexadecimal', Buffer.from(SECRET).toString('hex')],
  ['UTF-16', Buffer.from(`x${SECRET}`, 'utf16le')],
  ['reversed', [...SECRET].toReversed().join('')],
];
for (const before of ['', 'T', 'To']) CASES.push(['base64', Buffer.from(`${before}${SECRET} more`).toString('base64')]);

test.each(CASES)('finds a secret as %s, also in a folder below', (encoding, content) => {
  writeFileSync(join(folder, 'below', 'file'), content);
  expect(findSecrets(new Set([SECRET]), [folder])).toEqual([
    { secret: SECRET, file: join(folder, 'below', 'file'), encoding },
  ]);
});

test('finds nothing where only the hash of a secret or another secret is', () => {
  writeFileSync(
    join(folder, 'file'),
    `${SECRET.slice(0, -1)}N 4f9f10b304cfe9b2b11fcb1387f694e18f08ea358c7e9f567434d3ad6cbd7fc4`,
  );
  expect(findSecrets(new Set([SECRET]), [folder])).toEqual([]);
});
