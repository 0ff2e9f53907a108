import type { PictureDiff } from '../picture/diff-pictures.ts';
import type { SvgDiff } from '../svg/diff-svg.ts';
import type { TableDiff } from '../table/diff-table.ts';
import type { ContentDiff } from './compare-datum.ts';

const formatted = new Intl.NumberFormat('en');
const formattedPercent = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

export const number = (count: number): string => formatted.format(count);

export const plural = (count: number, noun: string): string =>
  `${number(count)} ${noun === 'code' ? 'code file' : noun}${count === 1 ? '' : 's'}`;

/** Describes a changed datum. `content` is undefined if it was compared by its bytes. */
export function inWords(content: ContentDiff | undefined, noun: string): string {
  if (content === undefined) return `${noun} changed`;
  if ('skipped' in content) return `${noun} not compared`;
  if ('picture' in content) return pictureInWords(content.picture);
  if ('svg' in content) return svgInWords(content.svg);
  if ('table' in content) return tableInWords(content.table);
  if ('cells' in content) {
    const { added, removed, changed, moved } = content.cells.cells;
    return (
      joined([
        signed(added, '+', 'cell'),
        signed(removed, '−', 'cell'),
        done(changed, 'cell', 'changed'),
        done(moved, 'cell', 'moved'),
      ]) || `${noun} outputs differ`
    );
  }
  const { added, removed } = content.text;
  return joined([signed(added, '+', 'line'), signed(removed, '−', 'line')], `${noun} `) || `${noun} changed`;
}

const signed = (count: number, sign: string, noun: string): string =>
  count > 0 ? `${sign}${plural(count, noun)}` : '';
const done = (count: number, noun: string, verb: string): string => (count > 0 ? `${plural(count, noun)} ${verb}` : '');

function joined(words: readonly string[], before = ''): string {
  const some = words.filter((word) => word !== '');
  return some.length === 0 ? '' : `${before}${some.join(', ')}`;
}

function pictureInWords({ percent, changed, align }: PictureDiff): string {
  if (changed === 0) return align === 'same' ? 'picture nearly the same' : 'picture of another size';
  return `picture ${percent < 0.1 ? '< 0.1' : formattedPercent.format(percent)} % different`;
}

function svgInWords({ elements, texts, rest_differs }: SvgDiff): string {
  if (rest_differs) return 'picture looks the same';
  const count = elements.added + elements.removed + elements.changed;
  return `picture ${joined([done(count, 'element', 'changed'), done(texts.length, 'text', 'changed')]) || 'changed'}`;
}

function tableInWords({ rows, columns, formats, lines, equal }: TableDiff): string {
  const only = rows.added + rows.removed + rows.changed + columns.added.length + columns.removed.length === 0;
  return (
    joined([
      done(rows.changed, 'row', 'changed'),
      signed(rows.added, '+', 'row'),
      signed(rows.removed, '−', 'row'),
      signed(columns.added.length, '+', 'column'),
      signed(columns.removed.length, '−', 'column'),
      only ? done(rows.moved, 'row', 'moved') : '',
      only ? done(rows.rewritten, 'row', 'written in another way') : '',
      done(columns.changed.filter(({ renamed }) => renamed !== undefined).length, 'column', 'renamed'),
      only && columns.moved ? 'columns moved' : '',
      lines ? 'other lines above the table' : '',
      formats ? `${equal ? 'same cells, ' : ''}${formats.a} → ${formats.b}` : '',
    ]) || (equal ? 'table with the same cells' : 'table changed')
  );
}
