import { KEY_LENGTH, keyChecksum } from '@gofigr/contract/key';
import { describe, expect, it } from 'vitest';
import { hashToken, newApiKey } from '../ids.ts';
import type { ImportedKeys } from './imported-keys.ts';
import { KeyScanner, keysIn } from './key-scanner.ts';
import { maskedBytes, maskedText, maskOf } from './mask.ts';

const NONE: ImportedKeys = { lengths: new Set(), hashes: new Set() };
const importing = (...keys: string[]): ImportedKeys => ({
  lengths: new Set(keys.map(({ length }) => length)),
  hashes: new Set(keys.map(hashToken)),
});

/** Pieces of a text, cut at some places. */
function pieces(text: string, cuts: readonly number[]): Buffer[] {
  const at = [0, ...cuts, text.length];
  return at.slice(1).map((end, index) => Buffer.from(text).subarray(at[index], end));
}

function scan(chunks: readonly Buffer[], imported = NONE): string[] {
  const scanner = new KeyScanner(imported);
  for (const chunk of chunks) scanner.write(chunk);
  scanner.end();
  return [...scanner.keys];
}

async function mask(chunks: readonly Buffer[], keys: readonly string[]): Promise<string> {
  const out: Uint8Array[] = [];
  const source = async function* () {
    yield* chunks;
  };
  for await (const chunk of maskedBytes(source(), keys)) out.push(chunk);
  return Buffer.concat(out).toString();
}

/** Repeatable numbers from 0 up to a limit. */
function randomNumbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % limit;
  };
}

const key = newApiKey();
const hexKey = '0123456789abcdef0123456789abcdef01234567';
const longHexKey = 'abcdef0123456789'.repeat(4);

describe('a key of this server', () => {
  it('is found and masked wherever a piece ends', async () => {
    const text = `a = "${key}" # gf_ and gf_x`;
    for (let cut = 0; cut <= text.length; cut++) {
      expect(scan(pieces(text, [cut]))).toEqual([key]);
      expect(await mask(pieces(text, [cut]), [key])).toBe(text.replace(key, maskOf(key)));
    }
  });

  it('is found in pieces of any size, beside anything', async () => {
    const random = randomNumbers(7);
    const letters = ['g', 'f', '_', 'gf_', 'a', '0', '\\n', ' ', key.slice(0, 30), key.slice(20)];
    const noise = () => Array.from({ length: random(40) }, () => letters[random(letters.length)]).join('');
    for (let round = 0; round < 300; round++) {
      const keys = Array.from({ length: random(4) }, () => newApiKey());
      const text = keys.reduce((before, one) => `${before}${one}${noise()}`, `${noise()}.`);
      const cuts = Array.from({ length: random(30) }, () => random(text.length + 1)).toSorted((a, b) => a - b);
      expect(scan(pieces(text, cuts)).toSorted()).toEqual(keys.toSorted());
      const masked = await mask(pieces(text, cuts), keys);
      expect(masked).toBe(maskedText(text, keys));
      expect([masked.length, keys.some((one) => masked.includes(one))]).toEqual([text.length, false]);
    }
  });

  it('is found one byte at a time, at the beginning and at the end', () => {
    for (const text of [key, `${key} `, ` ${key}`])
      expect(
        scan(
          pieces(
            text,
            Array.from(text, (_, at) => at),
          ),
        ),
      ).toEqual([key]);
  });

  it('is found before more letters, since whoever reads them has the key', () => {
    expect(scan([Buffer.from(`${key}n`)])).toEqual([key]);
  });

  it.each([
    ['a wrong checksum', `${key.slice(0, -1)}${key.endsWith('0') ? '1' : '0'}`],
    ['51 characters', key.slice(0, -1)],
    ['51 characters with their checksum', withChecksum(key.slice(0, 45))],
    ['53 characters with their checksum', withChecksum(`${key.slice(0, 46)}0`)],
    ['another prefix', key.replace('gf_', 'gh_')],
    ['a hyphen inside', `${key.slice(0, 20)}-${key.slice(21)}`],
  ])('is not what has %s', (_what, text) => {
    expect(scan([Buffer.from(text)])).toEqual([]);
  });

  it('is noted once however often it comes, and of a flood of others only a thousand', () => {
    expect(scan([Buffer.from(`${key} `.repeat(5000))])).toEqual([key]);
    const flood = Array.from({ length: 1100 }, (_, at) => withChecksum(`gf_${String(at).padStart(43, '0')}`));
    expect(scan([Buffer.from(flood.join(' '))])).toHaveLength(1000);
  });
});

function withChecksum(body: string): string {
  return body + keyChecksum(body);
}

describe('a hexadecimal key', () => {
  const imported = importing(hexKey, longHexKey);

  it('is found as a run of its length wherever pieces end', () => {
    const text = `x=${hexKey};${longHexKey} `;
    for (let cut = 0; cut <= text.length; cut++)
      for (const cuts of [[cut], [cut, Math.min(cut + 7, text.length)]])
        expect(scan(pieces(text, cuts), imported).toSorted()).toEqual([hexKey, longHexKey]);
    expect(
      scan(
        pieces(
          text,
          Array.from(text, (_, at) => at),
        ),
        imported,
      ),
    ).toHaveLength(2);
  });

  it('is found at every distance from the places that are looked at', () => {
    for (let before = 0; before < 150; before++)
      for (const noise of ['.', '.a', 'f.'])
        expect(scan([Buffer.from(`${noise.repeat(before)}.${hexKey}.`)], imported)).toEqual([hexKey]);
  });

  it.each([
    ['a longer run', `${hexKey}0`],
    ['a run with a digit in front', `f${hexKey}`],
    ['a shorter run', hexKey.slice(1)],
    ['another run of its length', hexKey.replace('0', '9')],
    ['a run that never ends', hexKey.repeat(100)],
  ])('is not %s', (_what, text) => {
    for (const around of [text, ` ${text} `]) {
      expect(scan([Buffer.from(around)], imported)).toEqual([]);
      expect(scan(pieces(around, [5, 20, 30]), imported)).toEqual([]);
    }
  });

  it('is found alone, and at the beginning and the end', () => {
    for (const text of [hexKey, ` ${hexKey}`, `${hexKey} `])
      for (const cuts of [[], [10], [10, 20]]) expect(scan(pieces(text, cuts), imported)).toEqual([hexKey]);
  });

  it('is masked whole', () => {
    expect(maskOf(hexKey)).toBe('*'.repeat(40));
    expect(maskOf(key)).toBe(`gf_${'*'.repeat(49)}`);
    expect(key).toHaveLength(KEY_LENGTH);
  });
});

it('a text is looked through as a whole', () => {
  expect([...keysIn(JSON.stringify({ key: [`\n${key}\n`, 'é'] }), NONE)]).toEqual([key]);
});
