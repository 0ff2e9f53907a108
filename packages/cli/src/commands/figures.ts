import type { GoFigr, Revision } from '@gofigr/client';
import { connectionAt, connectionFor } from '../common/connection.ts';
import { foundObject } from '../common/found-object.ts';
import { limitOf } from '../common/limit.ts';
import type { SharedOptions } from '../common/options.ts';
import { aligned, columns, printResult } from '../common/output.ts';
import { nameOrId, type Target, targetOf } from '../common/target.ts';
import { workspaceFor } from '../common/workspaces.ts';
import { EXIT, Failure } from '../failure.ts';
import { printable } from '../terminal/printable.ts';

export interface ListOptions extends SharedOptions {
  workspace?: string;
  limit: string;
}

/** Runs `gofigr list`. */
export async function listFigures(analysis: string | undefined, options: ListOptions): Promise<void> {
  const { gf, workspace } = await placeOf(options);
  const limit = limitOf(options.limit);
  if (analysis === undefined) {
    const analyses = await firstOf(gf.analyses.iterate({ workspace: { api_id: workspace } }), limit);
    const rows = analyses.map((one) => [
      dayOf(one.child_updated_on),
      countOf(one.figure_count, 'figure'),
      one.name,
      one.api_id,
    ]);
    return printResult(options, { workspace, analyses }, tableOf(rows, 'No analyses'));
  }
  const place = { analysis: nameOrId(analysis), workspace: { api_id: workspace } };
  const figures = await firstOf(gf.figures.iterate(place), limit);
  const rows = figures.map((one) => [
    dayOf(one.child_updated_on),
    countOf(one.revision_count, 'revision'),
    one.name,
    one.api_id,
  ]);
  printResult(options, { figures }, tableOf(rows, 'No figures'));
}

/** Runs `gofigr show`. */
export async function show(text: string, options: SharedOptions): Promise<void> {
  const target = targetOf(text);
  const { gf } = await connectionAt(target, options);
  const revision = await revisionOf(gf, target);
  const { api_id, revision_index, short_id, figure_metadata, created_on, created_by, data } = revision;
  const url = `${gf.appUrl}/revision/${api_id}`;
  const facts = aligned([
    ['figure', printable(figure_metadata.name)],
    ['revision', `${revision_index + 1}${short_id === null ? '' : ` (${short_id})`}`],
    ['published', `${dayOf(created_on)} by ${printable(created_by ?? '')}`],
    ['url', url],
  ]);
  const rows = data.map(({ type, size_bytes, name }) => [type, `${size_bytes} bytes`, name]);
  printResult(options, { ...revision, url }, `${facts}\n\n${tableOf(rows, 'No data')}`);
}

/** Runs `gofigr log`. */
export async function log(analysis: string | undefined, options: ListOptions): Promise<void> {
  const { gf, workspace } = await placeOf(options);
  const limit = limitOf(options.limit);
  const place = { workspace: { api_id: workspace } };
  const entries = await firstOf(
    analysis === undefined
      ? (await gf.workspaces.get(workspace)).activity()
      : gf.analyses.activity({ analysis: nameOrId(analysis), ...place }),
    limit,
  );
  const rows = entries.map((one) => [timeOf(one.timestamp), one.username, one.action, one.target_name]);
  printResult(options, { activity: entries }, tableOf(rows, 'No activity'));
}

async function placeOf(options: ListOptions): Promise<{ gf: GoFigr; workspace: string }> {
  const { gf, settings } = await connectionFor(options);
  const workspace = await workspaceFor(gf, settings, options.workspace);
  return { gf, workspace: workspace ?? (await gf.defaultWorkspace()) };
}

async function firstOf<T>(all: AsyncIterable<T>, limit: number): Promise<T[]> {
  const first: T[] = [];
  for await (const one of all) if (first.push(one) >= limit) break;
  return first;
}

async function revisionOf(gf: GoFigr, target: Target): Promise<Revision> {
  const { kind, object } = await foundObject(gf, target);
  if (kind === 'revision') return object;
  if (kind !== 'figure') throw new Failure(EXIT.usage, 'Give a figure or a revision.');
  const newest = object.revisions.toSorted((a, b) => b.revision_index - a.revision_index)[0];
  if (!newest) throw new Failure(EXIT.failed, 'The figure has no revision.');
  return gf.revisions.get(newest.api_id);
}

const countOf = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

/** The day of a time in the machine's time zone, such as 2026-11-30. */
const dayOf = (time: string | null): string => timeOf(time).slice(0, 10);

function timeOf(time: string | null): string {
  if (time === null) return '';
  const date = new Date(time);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16).replace('T', ' ');
}

const tableOf = (rows: readonly (readonly (string | null)[])[], none: string): string =>
  rows.length === 0 ? none : columns(rows.map((row) => row.map((cell) => printable(cell ?? ''))));
