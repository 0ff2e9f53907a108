import { describe, expect, it } from 'vitest';
import { formatBytes, formatRelative, formatWait, plural, quoted } from './format.ts';

describe('sizes', () => {
  it('are short and change unit at a thousand', () => {
    expect([0, 999, 1000, 1234, 99_960, 999_499, 999_500, 1_234_567].map(formatBytes)).toEqual([
      '0 B',
      '999 B',
      '1.0 kB',
      '1.2 kB',
      '100 kB',
      '999 kB',
      '1.0 MB',
      '1.2 MB',
    ]);
  });
});

describe('relative times', () => {
  const now = Date.parse('2026-11-22T12:00:00Z');
  it.each([
    ['2026-11-22T11:59:30.000000+00:00', 'just now'],
    ['2026-11-22T11:58:00.000000+00:00', '2 minutes ago'],
    ['2026-11-21T11:00:00.000000+00:00', 'yesterday'],
    ['2026-12-20T12:00:00.000000+00:00', 'in 4 weeks'],
  ])('of %s is %s', (time, words) => {
    expect(formatRelative(time, now)).toBe(words);
  });
});

describe('counts and waits', () => {
  it('agree in number', () => {
    expect([plural(1, 'figure'), plural(2, 'figure'), plural(0, 'analysis', 'analyses')]).toEqual([
      '1 figure',
      '2 figures',
      '0 analyses',
    ]);
    expect([formatWait(1), formatWait(45), formatWait(200)]).toEqual(['1 second', '45 seconds', '4 minutes']);
  });
});

describe('names in sentences', () => {
  it('are quoted, and long ones end in dots', () => {
    expect(quoted('Tides')).toBe('“Tides”');
    expect(quoted('𝒲'.repeat(1024))).toBe(`“${'𝒲'.repeat(79)}…”`);
  });

  it.each(['تجربة', '\u202Egnp.exe'])('do not turn around the text behind them: %s', (name) => {
    expect(quoted(name)).toBe(`“\u2068${name}\u2069”`);
  });
});
