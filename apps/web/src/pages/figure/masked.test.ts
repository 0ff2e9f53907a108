import { expect, it } from 'vitest';
import { maskedInWords } from './masked.ts';

it('masked values are counted by kind', () => {
  expect(maskedInWords({ secrets_redacted: { password: 1, 'API key': 2 } })).toBe(
    '3 values were masked before publishing: 1 password and 2 API keys',
  );
  expect(maskedInWords({ secrets_redacted: { token: 1 } })).toBe('1 value was masked before publishing: 1 token');
});

it('nothing is said about metadata that no client writes', () => {
  for (const metadata of [null, {}, { secrets_redacted: 'all' }, { secrets_redacted: { password: -1, bait: 3 } }])
    expect(maskedInWords(metadata)).toBeUndefined();
});
