import {
  diffEnvironment,
  ENVIRONMENT_KEYS,
  type EnvironmentDiff,
  isEnvironmentText,
} from '../environment/diff-environment.ts';
import { Budget, isSkipped, orSkipped, type Skipped } from '../limits.ts';
import { diffValues, type ValuesDiff } from '../values/diff-values.ts';
import { type AssetChange, compareAssets } from './compare-assets.ts';
import { compareDatum, type DatumDiff, type DatumOptions } from './compare-datum.ts';
import { assetsInWords, inOneLine } from './in-one-line.ts';
import { type DatumPair, pairData } from './pair-data.ts';
import type { AssetUse, Datum, ReadDatum, Revision } from './revision.ts';

/** Names are those of the wire, which answers it as it is. */
export type Comparison = {
  /** All differences in one line. */
  line: string;
  /** Tells whether nothing differs. A part that was not compared is never equal. */
  equal: boolean;
  /** Metadata that a user gave. */
  parameters: ValuesDiff | Skipped;
  /** Metadata that the clients record about the notebook and the run. */
  metadata: ValuesDiff | Skipped;
  environment: EnvironmentDiff | Skipped;
  pictures: DatumDiff[];
  code: DatumDiff[];
  tables: DatumDiff[];
  texts: DatumDiff[];
  files: DatumDiff[];
  assets: AssetChange[];
};

export type ComparisonOptions = DatumOptions & { budget?: Budget };

/** Adds used assets to a comparison without any. Readers may see different ones. */
export function withAssets<T extends Pick<Comparison, 'line' | 'equal'>>(
  comparison: T,
  a: readonly AssetUse[],
  b: readonly AssetUse[],
): T & Pick<Comparison, 'assets'> {
  const assets = compareAssets(a, b);
  if (assets.length === 0) return { ...comparison, assets };
  const words = assetsInWords(assets);
  const line = comparison.equal ? words : `${comparison.line} · ${words}`;
  return { ...comparison, line, equal: false, assets };
}

/** Keys of the metadata that clients record about the run. Others are parameters. */
const RECORDED = new Set([
  ...['cell_id', 'notebook_path', 'notebook_name', 'url', 'argv', 'script', 'formats_not_drawn', 'secrets_redacted'],
  ...['input', 'getwd', 'client'],
]);

/** Compares all of two revisions within the limits. Reads only data whose bytes differ. */
export async function compareRevisions(
  a: Revision,
  b: Revision,
  readDatum: ReadDatum,
  { budget = new Budget(), ...options }: ComparisonOptions = {},
): Promise<Comparison> {
  const read: ReadDatum = async (datum) => budget.pauseFor(async () => readDatum(datum));
  const [metadata, other] = [objectOf(a.metadata), objectOf(b.metadata)];
  const part = (isMine: (key: string) => boolean) =>
    orSkipped(() => diffValues(only(metadata, isMine), only(other, isMine), budget));
  const environment = await compareEnvironment(
    { metadata, texts: differingTexts(a.data, b.data) },
    { metadata: other, texts: differingTexts(b.data, a.data) },
    read,
    budget,
  );
  const data: DatumDiff[] = [];
  for (const pair of comparedPairs(a.data, b.data)) data.push(await compareDatum(pair, read, options, budget));
  const of = (...types: Datum['type'][]) => data.filter((one) => types.includes((one.a ?? one.b)?.type ?? 'file'));
  const parts = {
    parameters: part((key) => !RECORDED.has(key) && !ENVIRONMENT_KEYS.has(key)),
    metadata: part((key) => RECORDED.has(key)),
    environment,
    pictures: of('image'),
    code: of('code'),
    tables: of('dataframe'),
    texts: of('text'),
    files: of('file'),
    assets: compareAssets(a.assets, b.assets),
  };
  const equal = isEqual(parts, data);
  return { line: inOneLine(parts, equal), equal, ...parts };
}

/** Texts about the environment that the other revision doesn't have with the same bytes. */
const differingTexts = (data: readonly Datum[], others: readonly Datum[]): Datum[] =>
  data.filter(
    ({ name, type, hash }) =>
      type === 'text' && isEnvironmentText(name) && !others.some((other) => other.name === name && other.hash === hash),
  );

type Texts = { metadata: Record<string, unknown>; texts: readonly Datum[] };

async function compareEnvironment(
  a: Texts,
  b: Texts,
  read: ReadDatum,
  budget: Budget,
): Promise<EnvironmentDiff | Skipped> {
  const texts: { name: string; text: string }[][] = [];
  for (const { texts: data } of [a, b]) {
    const found: { name: string; text: string }[] = [];
    for (const datum of data) {
      const content = await read(datum);
      if (isSkipped(content)) return content;
      if ('text' in content) found.push({ name: datum.name, text: content.text });
    }
    texts.push(found);
  }
  const [left = [], right = []] = texts;
  return orSkipped(() =>
    diffEnvironment({ metadata: a.metadata, texts: left }, { metadata: b.metadata, texts: right }, budget),
  );
}

/** All pairs, without a watermarked picture that both revisions also have without its mark. */
function comparedPairs(a: readonly Datum[], b: readonly Datum[]): DatumPair[] {
  const pairs = pairData(a, b);
  const isMarked = ({ a: one, b: other }: DatumPair) => (one ?? other)?.is_watermarked === true;
  const clean = new Set(
    pairs.filter((pair) => !isMarked(pair) && pair.a?.type === 'image' && pair.b).map(({ a: one }) => one?.name),
  );
  return pairs.filter((pair) => !isMarked(pair) || !clean.has((pair.a ?? pair.b)?.name));
}

function isEqual(
  { parameters, metadata, environment, assets }: Pick<Comparison, 'parameters' | 'metadata' | 'environment' | 'assets'>,
  data: readonly DatumDiff[],
): boolean {
  if (isSkipped(parameters) || isSkipped(metadata) || isSkipped(environment)) return false;
  const { packages, interpreter, system, git, system_text } = environment;
  const values = [parameters, metadata, packages, interpreter, system, git, ...(system_text ? [system_text] : [])];
  return values.every(({ equal }) => equal) && assets.length === 0 && data.every(({ kind }) => kind === 'equal');
}

const objectOf = (metadata: unknown): Record<string, unknown> =>
  typeof metadata === 'object' && metadata !== null ? { ...metadata } : {};

const only = (metadata: Record<string, unknown>, isMine: (key: string) => boolean): Record<string, unknown> =>
  Object.fromEntries(Object.entries(metadata).filter(([key]) => isMine(key)));
