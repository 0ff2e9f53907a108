import { type EnvironmentDiff, isSystemText } from '../environment/diff-environment.ts';
import { isPackageList } from '../environment/read-packages.ts';
import { isSkipped, type Skipped } from '../limits.ts';
import type { ValueChange, ValuesDiff } from '../values/diff-values.ts';
import type { AssetChange } from './compare-assets.ts';
import type { DatumDiff } from './compare-datum.ts';
import { inWords, number, plural } from './words.ts';

type Parts = {
  parameters: ValuesDiff | Skipped;
  metadata: ValuesDiff | Skipped;
  environment: EnvironmentDiff | Skipped;
  pictures: readonly DatumDiff[];
  code: readonly DatumDiff[];
  tables: readonly DatumDiff[];
  texts: readonly DatumDiff[];
  files: readonly DatumDiff[];
  assets: readonly AssetChange[];
};

/** Values that are named. Others are counted. */
const NAMED = 2;

/** All differences in one line, such as "`threshold` 0.5 → 0.7 · +2 packages · picture 4.1 % different". */
export function inOneLine(parts: Parts, equal: boolean): string {
  const { parameters, metadata, environment, pictures, code, tables, texts, files, assets } = parts;
  const isMetadata = isSkipped(metadata) || !metadata.equal;
  const found = [
    ...ofValues(parameters),
    ...ofData(code.filter(isTold), 'code'),
    ...ofEnvironment(environment),
    ...ofData(tables, 'table'),
    ...ofPictures(pictures),
    ...ofData(texts.filter(isTold), 'text'),
    ...ofData(files, 'file'),
    ...(assets.length > 0 ? [assetsInWords(assets)] : []),
    ...(isMetadata ? ['metadata'] : []),
  ];
  if (found.length > 0) return found.join(' · ');
  return equal ? 'nothing changed' : 'small differences';
}

export const assetsInWords = (assets: readonly AssetChange[]): string => `${plural(assets.length, 'asset')} changed`;

/** The environment tells of its texts. A history grows with every cell that is run. */
function isTold({ a, b }: DatumDiff): boolean {
  const { name = '', format } = b ?? a ?? {};
  return format !== 'jupyter-history/json' && !isPackageList(name) && !isSystemText({ name });
}

function ofValues(values: ValuesDiff | Skipped): string[] {
  if (isSkipped(values)) return ['parameters not compared'];
  const more = values.changes.length + values.unlisted - NAMED;
  const named = values.changes.slice(0, more === 1 ? NAMED + 1 : NAMED).map(valueInWords);
  return more > 1 ? [...named, `${number(more)} more values`] : named;
}

function valueInWords(change: ValueChange): string {
  const name = `\`${change.path.join('.')}\``;
  if (change.kind === 'added') return `+${name} ${shown(change.b)}`;
  if (change.kind === 'removed') return `−${name}`;
  return `${name} ${shown(change.a)} → ${shown(change.b)}`;
}

/** Longest value in the line. */
const LONGEST = 24;

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value.replaceAll(/\s+/g, ' ') : (JSON.stringify(value) ?? '');
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

function ofEnvironment(environment: EnvironmentDiff | Skipped): string[] {
  if (isSkipped(environment)) return ['environment not compared'];
  const { packages, interpreter, system, git, system_text } = environment;
  const { added, removed, up, down, changed, changes } = packages;
  const updated = changes.filter((change) => change.kind !== 'added' && change.kind !== 'removed');
  const [one] = updated;
  const update =
    updated.length === 1 && one
      ? `${one.name} ${shown(one.a)} → ${shown(one.b)}`
      : `${plural(up + down + changed, 'package')} updated`;
  const lists = [...packages.only_a, ...packages.only_b];
  const commit = git.changes.find(({ path }) => path.at(-1) === 'hash');
  const isSystem = !system.equal || system_text?.equal === false;
  return [
    ...(added > 0 ? [`+${plural(added, 'package')}`] : []),
    ...(removed > 0 ? [`−${plural(removed, 'package')}`] : []),
    ...(updated.length > 0 ? [update] : []),
    ...(lists.length > 0 ? [`packages of ${lists.join(', ')} not compared`] : []),
    ...(interpreter.equal ? [] : [interpreterInWords(interpreter)]),
    ...(isSystem ? ['other system'] : []),
    ...(commit ? ['other commit'] : git.equal ? [] : ['git state']),
  ];
}

/** The first words of Python's and R's texts hold the number of the version. */
function interpreterInWords({ changes }: ValuesDiff): string {
  for (const change of changes) {
    if (change.kind !== 'changed' || !change.path[0]?.endsWith('version')) continue;
    const [a, b] = [change.a, change.b].map((text) => /\d+(\.\d+)+/.exec(String(text))?.[0]);
    if (a && b && a !== b) return `${change.path[0] === 'python_version' ? 'Python' : 'R'} ${a} → ${b}`;
  }
  return 'other interpreter';
}

/** Describes each changed datum, and counts added and removed ones. */
function ofData(data: readonly DatumDiff[], noun: string): string[] {
  const changed = data.filter(({ kind }) => kind === 'changed');
  const words = changed.map(({ b, content }) => {
    const text = inWords(content, noun);
    return data.length > 1 ? `${b?.name}: ${text}` : text;
  });
  return [...(words.length > NAMED ? [`${plural(words.length, noun)} changed`] : words), ...counts(data, noun)];
}

/** Describes the picture once, because its formats show the same. Only one of pixels is sure to show a difference. */
function ofPictures(pictures: readonly DatumDiff[]): string[] {
  const contents = pictures.flatMap(({ kind, content }) => (kind === 'changed' ? [content] : []));
  const isSame = pictures.some(({ kind, a }) => kind === 'equal' && isRaster(a?.format));
  const told =
    contents.find((content) => content && 'picture' in content) ??
    (isSame ? undefined : (contents.find((content) => content && 'svg' in content) ?? contents[0]));
  const isTolerable = told === undefined && (isSame || contents.length === 0);
  return [...(isTolerable ? [] : [inWords(told, 'picture')]), ...counts(pictures, 'picture')];
}

/** Formats in which the same picture has the same bytes. Others hold dates and random IDs. */
const isRaster = (format = ''): boolean => /^(png|jpe?g|webp|gif|bmp|tiff?)$/i.test(format);

function counts(data: readonly DatumDiff[], noun: string): string[] {
  const count = (kind: DatumDiff['kind']) => data.filter((one) => one.kind === kind).length;
  const [added, removed, renamed] = [count('added'), count('removed'), count('renamed')];
  return [
    ...(added > 0 ? [`+${plural(added, noun)}`] : []),
    ...(removed > 0 ? [`−${plural(removed, noun)}`] : []),
    ...(renamed > 0 ? [`${plural(renamed, noun)} renamed`] : []),
  ];
}
