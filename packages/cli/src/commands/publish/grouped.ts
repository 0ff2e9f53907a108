import { basename } from 'node:path';
import { EXIT, Failure } from '../../failure.ts';
import { printable } from '../../terminal/printable.ts';

/** Pictures of one figure: each in another format. */
export interface Group {
  /** Name or API ID of the figure. */
  figure: string;
  images: readonly Picture[];
}

export interface Picture {
  path: string;
  format: string;
}

interface Wish {
  /** Name or API ID of the only figure. */
  figure?: string;
  oneFigure?: true;
}

/** Groups pictures into figures: by the names of their files without the ending, or all into one. */
export function grouped(images: readonly Picture[], { figure, oneFigure }: Wish): Group[] {
  const byStem = Map.groupBy(images, ({ path }) => stemOf(path).normalize('NFC'));
  const [[stem = ''] = []] = byStem;
  if (oneFigure) return [{ figure: figure ?? stem, images }];
  if (figure !== undefined && byStem.size > 1)
    throw new Failure(
      EXIT.usage,
      `--figure names one figure, but the files are ${byStem.size}: ${[...byStem.keys()].map(printable).join(', ')}.`,
      'Leave out --figure for a figure each, named by its file. Or add --one-figure to put all into one revision.',
    );
  for (const [name, group] of byStem) refuseSameFormat(name, group);
  return [...byStem].map(([name, group]) => ({ figure: figure ?? name, images: group }));
}

function refuseSameFormat(name: string, group: readonly Picture[]): void {
  for (const [format, [first, second]] of Map.groupBy(group, (one) => one.format))
    if (first && second)
      throw new Failure(
        EXIT.usage,
        `${printable(first.path)} and ${printable(second.path)} are both the ${format} of the figure "${printable(name)}".`,
        'Rename one, publish them one by one with --figure, or add --one-figure to put both into one revision.',
      );
}

/** Name of a file without its ending. */
const stemOf = (path: string): string => basename(path).replace(/(?<=[^.])\.[a-z][a-z0-9]{0,11}$/i, '');
