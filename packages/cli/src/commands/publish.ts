import type { Revision } from '@gofigr/client';
import { code, file, image, parseExact } from '@gofigr/client/node';
import { connectionFor } from '../common/connection.ts';
import { interruptible } from '../common/interruption.ts';
import type { SharedOptions } from '../common/options.ts';
import { note, printResult } from '../common/output.ts';
import { nameOrId } from '../common/target.ts';
import { workspaceFor } from '../common/workspaces.ts';
import { EXIT, Failure } from '../failure.ts';
import { printable } from '../terminal/printable.ts';
import { bytesText } from '../terminal/progress.ts';
import { refuseUnfit, tableOf } from './publish/checked-file.ts';
import { type Group, grouped } from './publish/grouped.ts';
import { Meter } from './publish/meter.ts';

export interface PublishOptions extends SharedOptions {
  figure?: string;
  oneFigure?: true;
  analysis: string;
  workspace?: string;
  table?: string[];
  encoding?: string;
  code?: string[];
  file?: string[];
  tag?: string[];
  /** Values are JSON or text. */
  meta?: Record<string, string>;
}

/** Runs `gofigr publish`. Checks all files before it sends the first one. */
export async function publish(images: readonly string[], options: PublishOptions): Promise<void> {
  for (const [option, name] of Object.entries({ analysis: options.analysis, figure: options.figure }))
    if (name?.trim() === '') throw new Failure(EXIT.usage, `The name of --${option} is empty.`);
  for (const path of images) await refuseUnfit(path, 'image');
  for (const path of options.table ?? []) await refuseUnfit(path, 'table');
  for (const path of options.code ?? []) await refuseUnfit(path, 'code');
  const pictures = await Promise.all(images.map(async (path) => ({ path, format: (await image(path)).format ?? '' })));
  const groups = grouped(pictures, options);
  const revisions = await interruptible((signal) => sendAll(groups, options, signal));
  const results = revisions.map(({ api_id, short_id, revision_index, size_bytes, url, figure }) => ({
    ...{ api_id, short_id, url, figure },
    revision: revision_index + 1,
    size_bytes,
  }));
  printResult(options, results.length === 1 ? results[0] : results, revisions.map(textOf).join('\n'));
}

const textOf = ({ revision_index, size_bytes, url, figure_metadata }: Revision): string =>
  `Revision ${revision_index + 1} of "${printable(figure_metadata.name ?? '')}" (${bytesText(size_bytes)})\n${url}`;

async function sendAll(groups: readonly Group[], options: PublishOptions, signal: AbortSignal): Promise<Revision[]> {
  const { gf, settings } = await connectionFor(options, { signal });
  const meter = new Meter();
  const all = <T extends { data: unknown }>(read: (path: string) => Promise<T>, paths: readonly string[] = []) =>
    Promise.all(paths.map(async (path) => meter.watch(await read(path))));
  const publications = [];
  for (const { figure, images } of groups)
    publications.push({
      images: await all(
        image,
        images.map(({ path }) => path),
      ),
      tables: await all((path) => tableOf(path, options.encoding), options.table),
      code: await all(code, options.code),
      files: await all(file, options.file),
      analysis: nameOrId(options.analysis),
      figure: nameOrId(figure),
    });
  const more = {
    workspace: await workspaceFor(gf, settings, options.workspace),
    tags: options.tag,
    metadata: { ...settings.config.default_metadata, ...valuesOf(options.meta) },
  };
  const revisions: Revision[] = [];
  try {
    for (const publication of publications) revisions.push(await gf.publish({ ...publication, ...more }));
  } catch (error) {
    meter.end();
    for (const { url } of revisions) note(`Published before that: ${url}`);
    throw error;
  }
  meter.end();
  return revisions;
}

/** Reads each value as JSON if it is JSON, else as text: `run=12` gives a number, `run=twelve` a text. */
const valuesOf = (meta: Record<string, string> = {}): Record<string, unknown> =>
  Object.fromEntries(Object.entries(meta).map(([key, value]) => [key, jsonOrText(value)]));

function jsonOrText(value: string): unknown {
  try {
    return parseExact(value);
  } catch {
    return value;
  }
}
