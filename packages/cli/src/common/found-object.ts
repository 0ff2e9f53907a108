import { type Asset, type AssetRevision, type Figure, type GoFigr, GoFigrError, type Revision } from '@gofigr/client';
import { EXIT, Failure } from '../failure.ts';
import { printable } from '../terminal/printable.ts';
import { isId, type Target } from './target.ts';

/** An object of the server, with the kind of its page. */
export type FoundObject =
  | { kind: 'revision'; object: Revision }
  | { kind: 'asset_revision'; object: AssetRevision }
  | { kind: 'figure'; object: Figure }
  | { kind: 'asset'; object: Asset }
  | { kind: 'analysis' | 'workspace'; object: { api_id: string; name: string } };

type Kind = FoundObject['kind'];

const readers = (gf: GoFigr): Record<Kind, (id: string) => Promise<FoundObject>> => ({
  revision: async (id) => ({ kind: 'revision', object: await gf.revisions.get(id) }),
  figure: async (id) => ({ kind: 'figure', object: await gf.figures.get(id) }),
  analysis: async (id) => ({ kind: 'analysis', object: await gf.analyses.get(id) }),
  workspace: async (id) => ({ kind: 'workspace', object: await gf.workspaces.get(id) }),
  asset: async (id) => ({ kind: 'asset', object: await gf.assets.get(id) }),
  asset_revision: async (id) => ({ kind: 'asset_revision', object: await gf.assetRevisions.get(id) }),
});

/** Fetches the object of an address, an API ID or a short ID. Throws if there is none. */
export async function foundObject(gf: GoFigr, { kind, id }: Target): Promise<FoundObject> {
  const all = readers(gf);
  try {
    if (!isId(id)) return { kind: 'revision', object: await gf.revisions.byShortId(id) };
    if (kind !== undefined) return await all[kind === 'r' ? 'revision' : kind](id);
    // The ID doesn't show the kind, so every kind is asked for.
    return await Promise.any(Object.values(all).map((read) => read(id)));
  } catch (error) {
    const errors: unknown[] = error instanceof AggregateError ? error.errors : [error];
    const unexpected = errors.find((one) => one instanceof Error && !isInaccessible(one));
    if (unexpected instanceof Error) throw unexpected;
    const what = kind === undefined ? 'object' : (WORDS[kind] ?? kind);
    const problem = `No ${what} has the ID ${printable(id)}, or it is not shared with you.`;
    throw new Failure(EXIT.failed, problem, `The server is ${gf.url}.`);
  }
}

const WORDS: Partial<Record<string, string>> = { r: 'revision', asset_revision: 'revision of an asset' };

const isInaccessible = (error: unknown): boolean =>
  error instanceof GoFigrError && (error.status === 404 || error.status === 403);
