import type { CellsDiff, ContentDiff, PictureDiff, RowChange, SvgDiff, TableDiff, TextDiff } from '@gofigr/compare';
import { columns } from '../../common/output.ts';
import { printable } from '../../terminal/printable.ts';
import { styled } from '../../terminal/style.ts';

/** Rows, elements and cells to show. Others are counted. */
const MOST = 20;

/** Describes the difference of two data for a terminal. */
export function contentOf(content: ContentDiff): string {
  if ('skipped' in content) return `not compared: ${printable(content.skipped)}`;
  if ('picture' in content) return pictureOf(content.picture);
  if ('svg' in content) return svgOf(content.svg);
  if ('table' in content) return tableOf(content.table);
  return 'cells' in content ? cellsOf(content.cells) : textOf(content.text);
}

function pictureOf({ a, b, align, percent, changed, boxes }: PictureDiff): string {
  const sizes = align === 'same' ? '' : `${a.width}×${a.height} → ${b.width}×${b.height}, aligned ${align}; `;
  const places = boxes.slice(0, MOST).map(({ x, y, width, height }) => `${width}×${height} at ${x}, ${y}`);
  return [`${sizes}${percent.toFixed(2)} % different: ${changed} pixels`, ...places].join('\n');
}

function svgOf({ changes, texts, rest_differs }: SvgDiff): string {
  if (rest_differs) return 'looks the same: only IDs, metadata or spaces differ';
  const elements = changes.map((change) => {
    const names = change.kind === 'changed' ? change.attributes.map(({ name }) => name).join(', ') : '';
    return `${SIGN[change.kind]} ${printable(change.path)} ${printable(names)}`.trimEnd();
  });
  const words = texts.map((change) =>
    change.kind === 'changed'
      ? `~ "${printable(change.a)}" → "${printable(change.b)}"`
      : `${SIGN[change.kind]} "${printable(change.text)}"`,
  );
  return someOf([...words, ...elements]).join('\n');
}

const SIGN = { added: '+', removed: '−', changed: '~', moved: '↕' } as const;

function tableOf({ formats, lines, key, rows, columns: named, changes, unlisted }: TableDiff): string {
  const by = key ? `rows by ${key.columns.map((name) => `"${printable(name)}"`).join(', ')}` : 'rows by position';
  const isTolerant = named.changed.some(({ within }) => within > 0);
  const rewritten = `written in another way${isTolerant ? ' or within the tolerance' : ''}`;
  const counts = (['added', 'removed', 'changed', 'rewritten', 'moved'] as const)
    .filter((kind) => rows[kind] > 0)
    .map((kind) => `${rows[kind]} ${kind === 'rewritten' ? rewritten : kind}`);
  const renamed = named.changed.flatMap(({ name, renamed: to }) => (to === undefined ? [] : [`~ ${name} → ${to}`]));
  const names = [
    ...named.added.map((name) => `+ ${name}`),
    ...named.removed.map((name) => `− ${name}`),
    ...renamed,
    ...(named.moved ? ['~ another order'] : []),
  ].map((text) => `column ${printable(text)}`);
  const shown = changes.flatMap(rowOf);
  const left = changes.length + unlisted - Math.min(changes.length, MOST);
  return [
    ...(formats ? [formatsOf(formats)] : []),
    `${rows.a} → ${rows.b} rows, ${by}${counts.length > 0 ? `: ${counts.join(', ')}` : ''}`,
    ...(lines ? ['other lines above the table'] : []),
    ...names,
    columns(shown.slice(0, MOST)),
    ...(left > 0 ? [`… and ${left} more rows`] : []),
  ]
    .filter((text) => text !== '')
    .join('\n');
}

function formatsOf({ a, b, row_numbers: numbered }: NonNullable<TableDiff['formats']>): string {
  const side = numbered && (numbered === 'a' ? 'first' : 'second');
  return `${printable(a)} → ${printable(b)}${side ? `; only the ${side} has row numbers` : ''}`;
}

function rowOf(change: RowChange): string[][] {
  const text = (cell: string | null) => (cell === null ? '(missing)' : printable(cell));
  if (change.kind === 'moved') return [[`↕ row ${change.a + 1}`, `to row ${change.b + 1}`]];
  if (change.kind === 'changed')
    return change.cells.map(({ column, a, b, difference = '' }) => [
      `~ row ${change.b + 1}`,
      printable(column),
      text(a),
      '→',
      text(b),
      difference && `(${difference})`,
    ]);
  const row = change.kind === 'added' ? change.b : change.a;
  return [[`${SIGN[change.kind]} row ${row + 1}`, change.cells.map(text).join(', ').slice(0, 100)]];
}

function cellsOf({ changes, rest_differs }: CellsDiff): string {
  const all = changes.map((change) => {
    const cell = `cell ${(change.kind === 'removed' ? change.a : change.b) + 1}`;
    const place = change.kind === 'moved' ? `, from ${change.a + 1}` : '';
    const title = `${SIGN[change.kind]} ${cell}${place}`;
    if (change.kind === 'changed') return `${title}\n${textOf(change.text)}`;
    return change.kind === 'moved' ? title : `${title}\n${change.text.split('\n').map(safe).join('\n')}`;
  });
  return [...someOf(all), ...(rest_differs ? ['outputs or metadata differ'] : [])].join('\n');
}

/** Lines in the form of `diff -u`. */
function textOf({ blocks, endings }: TextDiff): string {
  const lines = blocks.flatMap((block): string[] => {
    if (block.kind === 'folded') return [styled('cyan', `@@ ${block.count} equal lines @@`, process.stdout)];
    if (block.kind === 'equal') return block.lines.map((line) => ` ${safe(line)}`);
    return [
      ...block.removed.map(({ text }) => styled('red', `-${safe(text)}`, process.stdout)),
      ...block.added.map(({ text }) => styled('green', `+${safe(text)}`, process.stdout)),
    ];
  });
  return [...(endings ? [`line endings: ${endings.a} → ${endings.b}`] : []), ...lines].join('\n');
}

/** A line of code without control characters. It keeps its spaces. */
const safe = (line: string): string =>
  line
    .replace(/\r?\n$/, '')
    .replaceAll('\t', '    ')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/gu, '\u{fffd}');

const someOf = (all: readonly string[]): string[] =>
  all.length <= MOST ? [...all] : [...all.slice(0, MOST), `… and ${all.length - MOST} more`];
