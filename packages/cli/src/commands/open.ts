import { type GoFigr, GoFigrError } from '@gofigr/client';
import { openInBrowser } from '../common/browser.ts';
import { connectionFor } from '../common/connection.ts';
import { impatient } from '../common/impatient.ts';
import type { SharedOptions } from '../common/options.ts';
import { printResult } from '../common/output.ts';
import { isId, targetOf } from '../common/target.ts';
import { EXIT, Failure } from '../failure.ts';

export interface OpenOptions extends SharedOptions {
  print?: true;
}

/** Runs `gofigr open`. */
export async function open(target: string | undefined, options: OpenOptions): Promise<void> {
  const { gf, settings } = await connectionFor(options, { fetch: impatient });
  const url = await addressOf(gf, target, settings.workspace?.value);
  const isOpened = !options.print && !options.json && (await openInBrowser(url));
  printResult(options, { url }, isOpened ? `Opened ${url}` : url);
}

async function addressOf(gf: GoFigr, text: string | undefined, workspace: string | undefined): Promise<string> {
  if (text === undefined) return `${gf.appUrl}/workspace/${workspace ?? (await gf.defaultWorkspace())}`;
  const { kind, id } = targetOf(text);
  if (kind !== undefined) return `${gf.appUrl}/${kind}/${id}`;
  return isId(id) ? `${gf.appUrl}/${await kindOf(gf, id)}/${id}` : `${gf.appUrl}/r/${id}`;
}

/** Finds the kind of an object by asking for every kind, because the ID doesn't show it. */
async function kindOf(gf: GoFigr, id: string): Promise<string> {
  const asked = [
    gf.figures.get(id).then(() => 'figure'),
    gf.revisions.get(id).then(() => 'revision'),
    gf.analyses.get(id).then(() => 'analysis'),
    gf.workspaces.get(id).then(() => 'workspace'),
    gf.assets.get(id).then(() => 'asset'),
    gf.assetRevisions.get(id).then(() => 'asset_revision'),
  ];
  try {
    return await Promise.any(asked);
  } catch (error) {
    if (!(error instanceof AggregateError)) throw error;
    const errors: unknown[] = error.errors;
    const unexpected = errors.find((one) => one instanceof Error && !isInaccessible(one));
    if (unexpected instanceof Error) throw unexpected;
    throw new Failure(EXIT.failed, `No object has the ID ${id}, or it is not shared with you.`);
  }
}

const isInaccessible = (error: unknown): boolean =>
  error instanceof GoFigrError && (error.status === 404 || error.status === 403);
