import { extname } from 'node:path';
import type { ByteSource, Revision } from '@gofigr/client';
import { code, file, image, table } from '@gofigr/client/node';
import { connectionFor } from '../common/connection.ts';
import { counted } from '../common/counted.ts';
import { interruptible } from '../common/interruption.ts';
import type { SharedOptions } from '../common/options.ts';
import { printResult } from '../common/output.ts';
import { nameOrId } from '../common/target.ts';
import { workspaceNamed } from '../common/workspaces.ts';
import { EXIT, Failure } from '../failure.ts';
import { printable } from '../terminal/printable.ts';
import { bytesText, Progress } from '../terminal/progress.ts';

export interface PublishOptions extends SharedOptions {
  figure: string;
  analysis: string;
  workspace?: string;
  table?: string[];
  code?: string[];
  file?: string[];
  meta?: Record<string, unknown>;
}

/** Runs `gofigr publish`. */
export async function publish(images: readonly string[], options: PublishOptions): Promise<void> {
  for (const path of images) refuseUnknownFormat(path);
  const revision = await interruptible((signal) => send(images, options, signal));
  const { api_id, short_id, revision_index, size_bytes, url, figure, figure_metadata } = revision;
  const name = printable(figure_metadata.name ?? options.figure);
  printResult(
    options,
    { api_id, short_id, url, figure, revision: revision_index + 1, size_bytes },
    `Revision ${revision_index + 1} of "${name}" (${bytesText(size_bytes)})\n${url}`,
  );
}

function refuseUnknownFormat(path: string): void {
  if (extname(path) !== '') return;
  throw new Failure(
    EXIT.usage,
    `The format of ${path} is unknown: it has no extension.`,
    'Give it a name such as plot.png, plot.svg or plot.html.',
  );
}

async function send(images: readonly string[], options: PublishOptions, signal: AbortSignal): Promise<Revision> {
  const { gf, settings } = await connectionFor(options, { signal });
  const workspace = options.workspace === undefined ? undefined : await workspaceNamed(gf, options.workspace);
  const meter = new Meter();
  const all = <T extends { data: unknown }>(read: (path: string) => Promise<T>, paths: readonly string[] = []) =>
    Promise.all(paths.map(async (path) => meter.watch(await read(path))));
  const content = {
    images: await all(image, images),
    tables: await all(table, options.table),
    code: await all(code, options.code),
    files: await all(file, options.file),
  };
  try {
    return await gf.publish({
      ...content,
      analysis: nameOrId(options.analysis),
      figure: nameOrId(options.figure),
      workspace: workspace?.api_id,
      metadata: { ...settings.config.default_metadata, ...options.meta },
    });
  } finally {
    meter.end();
  }
}

/** Shows how many bytes of all files have been sent. */
class Meter {
  readonly #progress = new Progress(process.stderr);
  #total = 0;
  #done = 0;

  watch<T extends { data: unknown }>(content: T): T {
    const source = content.data as ByteSource; // the client reads files as sources
    this.#total += source.size;
    const data = counted(source, (bytes) => {
      this.#done += bytes;
      this.#progress.show(`${bytesText(this.#done)} of ${bytesText(this.#total)}`, this.#done, this.#total);
    });
    return { ...content, data };
  }

  end(): void {
    this.#progress.end();
  }
}
