import type { Datum } from './revision.ts';

/** A datum of the first revision, of the second one, or of both. */
export type DatumPair = { a?: Datum; b?: Datum };

/**
 * Pairs the data of two revisions: of one name, then of the same bytes, then tables of one name in unlike formats, then
 * the only ones of their kind.
 */
export function pairData(a: readonly Datum[], b: readonly Datum[]): DatumPair[] {
  const pairs: DatumPair[] = [];
  let [rest, others] = [[...a], [...b]];
  for (const keyOf of [byName, byBytes, byTable]) {
    const found = Map.groupBy(others, keyOf);
    for (const datum of rest) {
      const other = found.get(keyOf(datum))?.shift();
      if (other) pairs.push({ a: datum, b: other });
    }
    const paired = new Set(pairs.flatMap((pair) => [pair.a, pair.b]));
    [rest, others] = [rest, others].map((some) => some.filter((datum) => !paired.has(datum))) as [Datum[], Datum[]]; // two lists stay two
  }
  return [...pairs, ...pairOnly(rest, others)];
}

const kindOf = ({ type, format, is_watermarked }: Datum): string => [type, format, is_watermarked === true].join('\n');
const byName = (datum: Datum): string => `${kindOf(datum)}\n${datum.name}`;
const byBytes = (datum: Datum): string => `${datum.type}\n${datum.hash}`;
const byTable = (datum: Datum): string =>
  datum.type === 'dataframe' ? datum.name.replace(/\.(?:csv|tsv|tab|txt|parquet|pq)$/i, '') : byName(datum);

function pairOnly(a: readonly Datum[], b: readonly Datum[]): DatumPair[] {
  const [groups, others] = [Map.groupBy(a, kindOf), Map.groupBy(b, kindOf)];
  return [...new Set([...groups.keys(), ...others.keys()])].flatMap((kind): DatumPair[] => {
    const [some, more] = [groups.get(kind) ?? [], others.get(kind) ?? []];
    const [first, second] = [some[0], more[0]];
    if (first && second && some.length + more.length === 2) return [{ a: first, b: second }];
    return [...some.map((datum) => ({ a: datum })), ...more.map((datum) => ({ b: datum }))];
  });
}
