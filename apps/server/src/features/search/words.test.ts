import { describe, expect, it } from 'vitest';
import { periodOf } from './service/days.ts';
import { errorsBetween, nearest, typoKeys, withoutOne } from './service/near-words.ts';
import { parseQuery } from './service/query.ts';
import { indexedWords, wordsOf } from './service/words.ts';

const partsOf = (text: string): string[] => [...wordsOf(text)].flatMap(({ parts }) => parts);
const wholesOf = (text: string): string[] => [...wordsOf(text)].map(({ whole }) => whole);

describe('words', () => {
  it('are parts of identifiers, and the identifiers as a whole', () => {
    expect(partsOf('fit_hill EC50 growthRate HTTPServer t-test x2')).toEqual([
      'fit',
      'hill',
      'ec',
      '50',
      'growth',
      'rate',
      'http',
      'server',
      't',
      'test',
      'x',
      '2',
    ]);
    expect(wholesOf('fit_hill EC50 growthRate HTTPServer t-test')).toEqual([
      'fithill',
      'ec50',
      'growthrate',
      'httpserver',
      'ttest',
    ]);
    expect(indexedWords(['a fit_hill', 'EC50 fit_hill'])).toEqual([
      'a',
      'fit',
      'hill',
      '¶',
      'ec',
      '50',
      'fit',
      'hill',
      '¶',
      '¦fithill',
      '¦ec50',
    ]);
  });

  it('have no accents and no capitals', () => {
    expect(wholesOf('Größe Ünïcode ŁÓDŹ µm x² Åse')).toEqual(['grosse', 'unicode', 'lodz', 'μm', 'x2', 'ase']);
    // Composed and decomposed forms are one.
    expect(wholesOf('e\u0301tude')).toEqual(wholesOf('\u00e9tude'));
  });

  it('of scripts without spaces are pairs of characters', () => {
    expect(partsOf('数据分析')).toEqual(['数据', '据分', '分析', '析']);
  });

  it('know their places in the text', () => {
    const text = 'a Größe_b!';
    expect([...wordsOf(text)].map(({ start, end }) => text.slice(start, end))).toEqual(['a', 'Größe_b']);
  });
});

describe('near words', () => {
  it('count missing, additional, wrong and exchanged letters', () => {
    const pairs = ['dimensons dimensions', 'heartbaet heartbeat', 'speces species', 'curvve curve', 'kitten sitting'];
    expect(pairs.map((pair) => errorsBetween(pair.split(' ')[0] ?? '', pair.split(' ')[1] ?? ''))).toEqual([
      1, 1, 1, 1, 3,
    ]);
  });

  it('share a key if there is one error between them, or of long words two', () => {
    const shares = (typed: string, meant: string) => typoKeys(typed).some((key) => withoutOne(meant).includes(key));
    for (const [typed, meant] of [
      ['dimensons', 'dimensions'],
      ['heartbaet', 'heartbeat'],
      ['curbe', 'curve'],
      ['fluoresennce', 'fluorescence'],
      ['absorbbancee', 'absorbance'],
    ] as const)
      expect([typed, shares(typed, meant), nearest(typed, [meant, 'other'])]).toEqual([typed, true, [meant]]);
    expect(typoKeys('fit')).toEqual([]);
  });
});

describe('a time', () => {
  // A Wednesday, 23:30 UTC: Thursday in Berlin.
  const now = Date.parse('2026-11-04T23:30:00Z') * 1000;
  const days = (text: string, zone = 'UTC'): string[] | undefined => {
    const period = periodOf(text, now, zone);
    return period && [period.from, period.until].map((at) => new Date(at / 1000).toISOString().slice(0, 16));
  };

  it('is a year, a month, a day or words', () => {
    const at = (from: string, until: string) => [`${from}T00:00`, `${until}T00:00`];
    expect(days('2026')).toEqual(at('2026-01-01', '2027-01-01'));
    expect(days('2026-11')).toEqual(at('2026-11-01', '2026-12-01'));
    expect(days('2024-02-29')).toEqual(at('2024-02-29', '2024-03-01'));
    expect(days('today')).toEqual(at('2026-11-04', '2026-11-05'));
    expect(days('yesterday')).toEqual(at('2026-11-03', '2026-11-04'));
    expect(days('last tuesday')).toEqual(at('2026-11-03', '2026-11-04'));
    expect(days('Wednesday')).toEqual(at('2026-10-28', '2026-10-29'));
    expect(days('last week')).toEqual(at('2026-10-26', '2026-11-02'));
    expect(days('this month')).toEqual(at('2026-11-01', '2026-12-01'));
    expect(days('last-year')).toEqual(at('2025-01-01', '2026-01-01'));
    expect(days('december')).toEqual(at('2025-12-01', '2026-01-01'));
    expect(days('3 days ago')).toEqual(at('2026-11-01', '2026-11-02'));
    for (const text of ['2026-13', '2026-02-30', 'someday', '', 'last', '99999 days ago'])
      expect([text, days(text)]).toEqual([text, undefined]);
  });

  it('begins with the day of its time zone, also when the clocks change', () => {
    expect(days('today', 'Europe/Berlin')).toEqual(['2026-11-04T23:00', '2026-11-05T23:00']);
    expect(days('2026-10-25', 'Europe/Berlin')).toEqual(['2026-10-24T22:00', '2026-10-25T23:00']);
    expect(days('today', 'America/Los_Angeles')).toEqual(['2026-11-04T08:00', '2026-11-05T08:00']);
  });
});

describe('a query', () => {
  const read = (text: string) => parseQuery(text, Date.parse('2026-11-04T12:00:00Z') * 1000, 'UTC');
  const terms = (text: string) => read(text).terms.map(({ not, ...term }) => (not ? { ...term, not } : term));
  const word = (whole: string, parts = [whole]) => ({ kind: 'word', word: { whole, parts } });

  it('has words, phrases, operators and their opposites', () => {
    expect(terms('Fit_hill "dose response" -log')).toEqual([
      word('fithill', ['fit', 'hill']),
      { kind: 'phrase', parts: ['dose', 'response'] },
      { ...word('log'), not: true },
    ]);
    expect(terms('workspace:"Lab A" tag:Final -author:ada type:Figure has:table package:numpy')).toEqual([
      { kind: 'named', operator: 'workspace', value: 'Lab A' },
      { kind: 'tag', value: 'Final' },
      { kind: 'named', operator: 'author', value: 'ada', not: true },
      { kind: 'type', value: 'figure' },
      { kind: 'table' },
      { kind: 'package', value: 'numpy' },
    ]);
  });

  it('has times with spaces', () => {
    const day = (text: string) => Date.parse(text) * 1000;
    expect(read('after:2026-11 before:yesterday x')).toMatchObject({
      period: { from: day('2026-12-01'), before: day('2026-11-03') },
      terms: [word('x')],
    });
    expect(read('on:last tuesday x')).toMatchObject({
      period: { from: day('2026-11-03'), before: day('2026-11-04') },
      terms: [word('x')],
    });
    expect(read('on:"last week"').period).toEqual({ from: day('2026-10-26'), before: day('2026-11-02') });
  });

  it('takes everything else as words', () => {
    expect(terms('note:x on:never type:unknown')).toEqual(
      ['note', 'x', 'on', 'never', 'type', 'unknown'].map((one) => word(one)),
    );
    expect(terms('"open phrase')).toEqual([{ kind: 'phrase', parts: ['open', 'phrase'] }]);
    for (const text of ['-', '--', '""', '"', ':', '- "']) expect([text, terms(text)]).toEqual([text, []]);
    expect(terms('a '.repeat(500)).length).toBe(24);
  });
});
