import type { GoFigr } from '@gofigr/client';
import { connectionAt } from '../common/connection.ts';
import { foundObject } from '../common/found-object.ts';
import type { SharedOptions } from '../common/options.ts';
import { printResult } from '../common/output.ts';
import { type Target, targetOf } from '../common/target.ts';
import { EXIT, Failure } from '../failure.ts';
import { printable } from '../terminal/printable.ts';

export interface TagOptions extends SharedOptions {
  remove?: string[];
}

/** Runs `gofigr tag`. */
export async function tag(text: string, add: readonly string[], options: TagOptions): Promise<void> {
  const target = targetOf(text);
  const { gf } = await connectionAt(target, options);
  const id = await figureOf(gf, target);
  const { remove = [] } = options;
  const isChange = add.length > 0 || remove.length > 0;
  const tags = isChange ? await gf.figures.changeTags(id, { add, remove }) : await gf.figures.tags(id);
  printResult(options, { figure: id, tags }, tags.length === 0 ? 'No tags' : tags.map(printable).join('\n'));
}

/** ID of a figure, or of the figure of a revision. */
async function figureOf(gf: GoFigr, target: Target): Promise<string> {
  const { kind, object } = await foundObject(gf, target);
  if (kind === 'figure') return object.api_id;
  if (kind === 'revision') return object.figure;
  throw new Failure(EXIT.usage, 'Only figures have tags.');
}
