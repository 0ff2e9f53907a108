import type { Transport } from '../transport.ts';
import type * as Wire from '../wire.ts';
import { type Collection, collectionOf, type Handle, handleOf, withMethods } from './collection.ts';
import { byName, type FindByName } from './find-by-name.ts';
import { findOrCreate } from './find-or-create.ts';
import { type PageOptions, pageOf, pages } from './pages.ts';
import { type DefaultWorkspace, orDefault, type Reference } from './references.ts';

export interface NewAsset {
  name: string;
  /** ID of its workspace; absent: the client's. */
  workspace?: string;
  /** ID of the only analysis that uses it; absent: all analyses can. */
  analysis?: string | null;
  description?: string | null;
}
export type AssetChanges = Partial<NewAsset>;

export type Asset = Wire.Asset & Handle<Asset, AssetChanges>;

/** ID of a workspace (absent: the client's) and of one analysis in it. */
interface InWorkspace {
  workspace?: string | undefined;
  analysis?: string | undefined;
}

export interface Assets extends Collection<Asset, NewAsset, AssetChanges> {
  findByName: FindByName<Asset, InWorkspace>;
  /** Iterates over all assets of a workspace (by name or ID; absent: the client's), page by page. */
  iterate(
    options?: PageOptions & { workspace?: Reference | undefined },
  ): AsyncGenerator<Wire.ListedAsset, void, undefined>;
}

export function assetsOf(transport: Transport, defaultWorkspace: DefaultWorkspace): Assets {
  const wrap = (wire: Wire.Asset): Asset => withMethods(wire, handleOf(collection, wire.api_id));
  const collection: Collection<Asset, NewAsset, AssetChanges> = collectionOf(transport, 'asset', wrap);

  const create: Assets['create'] = async (fields, options) =>
    collection.create({ ...fields, workspace: fields.workspace || (await defaultWorkspace(options?.signal)) }, options);

  const findByName = byName<Asset, InWorkspace>(async (name, { analysis, description, signal, ...options }) => {
    const workspace = options.workspace || (await defaultWorkspace(signal));
    const find = async () => {
      // The server compares names exactly, so both ways to compose accents are tried.
      for (const exact of new Set([name, name.normalize('NFC'), name.normalize('NFD')])) {
        const call = { body: { name: exact, analysis }, repeatable: true, signal };
        const everywhere = await transport.call('POST /asset/find_by_name/', call);
        const found = everywhere.find((one) => one.workspace === workspace);
        if (found) return collection.get(found.api_id, { signal });
      }
      return undefined;
    };
    if (options.create !== true) return find();
    const asked = { name, parent: workspace, description, analysis };
    return wrap(await findOrCreate(transport, 'asset', asked, { signal }, find));
  });

  async function* iterate({ workspace, ...options }: PageOptions & { workspace?: Reference | undefined } = {}) {
    const id = await orDefault(transport, defaultWorkspace, workspace, options);
    yield* pages(transport, 'GET /workspace/:id/assets/', pageOf(id, options));
  }

  return { ...collection, create, findByName, iterate };
}
