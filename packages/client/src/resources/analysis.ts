import type { CallOptions } from '../call.ts';
import type { Transport } from '../transport.ts';
import type * as Wire from '../wire.ts';
import { type Collection, collectionOf, type Handle, handleOf, withMethods } from './collection.ts';
import { byName, type FindByName, findChild } from './find-by-name.ts';
import { findOrCreate } from './find-or-create.ts';
import { type PageOptions, pageOf, pages } from './pages.ts';
import { analysisOf, type DefaultWorkspace, orDefault, type Reference } from './references.ts';

export interface NewAnalysis {
  name: string;
  /** ID of its workspace; absent: the client's. */
  workspace?: string;
  description?: string | null;
}
export type AnalysisChanges = Partial<NewAnalysis>;

export type Analysis = Wire.Analysis & Handle<Analysis, AnalysisChanges>;

/** The ID of a workspace; absent: the client's. */
interface InWorkspace {
  workspace?: string | undefined;
}

export interface Analyses extends Collection<Analysis, NewAnalysis, AnalysisChanges> {
  findByName: FindByName<Analysis, InWorkspace>;
  /** Iterates over all analyses of a workspace (by name or ID; absent: the client's), page by page. */
  iterate(
    options?: PageOptions & { workspace?: Reference | undefined },
  ): AsyncGenerator<Wire.ListedAnalysis, void, undefined>;
  /** Iterates over the activity in an analysis, newest first. Its name or ID, and the workspace, are as in `publish`. */
  activity(
    options: CallOptions & { analysis: Reference; workspace?: Reference | undefined },
  ): AsyncGenerator<Wire.Activity, void, undefined>;
}

export function analysesOf(transport: Transport, defaultWorkspace: DefaultWorkspace): Analyses {
  const wrap = (wire: Wire.Analysis): Analysis => withMethods(wire, handleOf(collection, wire.api_id));
  const collection: Collection<Analysis, NewAnalysis, AnalysisChanges> = collectionOf(transport, 'analysis', wrap);

  const create: Analyses['create'] = async (fields, options) =>
    collection.create({ ...fields, workspace: fields.workspace || (await defaultWorkspace(options?.signal)) }, options);

  const findByName = byName<Analysis, InWorkspace>(async (name, { signal, description, ...options }) => {
    const workspace = options.workspace || (await defaultWorkspace(signal));
    const find = async () => {
      const id = await findChild(transport, 'analyses', workspace, name, { signal });
      return id === undefined ? undefined : collection.get(id, { signal });
    };
    if (options.create !== true) return find();
    return wrap(await findOrCreate(transport, 'analysis', { name, parent: workspace, description }, { signal }, find));
  });

  async function* iterate({ workspace, ...options }: PageOptions & { workspace?: Reference | undefined } = {}) {
    const id = await orDefault(transport, defaultWorkspace, workspace, options);
    yield* pages(transport, 'GET /workspace/:id/analyses/', pageOf(id, options));
  }

  const activity: Analyses['activity'] = async function* activityIn({ analysis, workspace, signal }) {
    const id = await analysisOf(transport, defaultWorkspace, analysis, { workspace, signal });
    yield* pages(transport, 'GET /analysis/:id/activity/', { path: { id }, signal });
  };

  return { ...collection, create, findByName, iterate, activity };
}
