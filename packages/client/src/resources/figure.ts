import type { CallOptions } from '../call.ts';
import type { Transport } from '../transport.ts';
import type * as Wire from '../wire.ts';
import { type Collection, collectionOf, type Handle, handleOf, withMethods } from './collection.ts';
import { byName, type FindByName, findChild } from './find-by-name.ts';
import { findOrCreate } from './find-or-create.ts';
import { unlessLacking } from './lacking.ts';
import { type PageOptions, pageOf, pages } from './pages.ts';
import { analysisOf, type DefaultWorkspace, type Reference } from './references.ts';

export interface NewFigure {
  name: string;
  /** ID of its analysis. */
  analysis: string;
  description?: string | null;
  /** In changes, they replace all tags of the figure. */
  tags?: readonly string[];
}
export type FigureChanges = Partial<NewFigure>;

export type Figure = Wire.Figure & Handle<Figure, FigureChanges>;

/** An analysis by its name or ID, and the workspace of a named one. */
interface ByReference {
  analysis: Reference;
  workspace?: Reference | undefined;
}

/** The ID of an analysis. */
interface InAnalysis {
  analysis: string;
}

export interface Figures extends Collection<Figure, NewFigure, FigureChanges> {
  findByName: FindByName<Figure, InAnalysis>;
  /** Iterates over all figures of an analysis, page by page. Its name or ID, and the workspace, are as in `publish`. */
  iterate(options: PageOptions & ByReference): AsyncGenerator<Wire.ListedFigure, void, undefined>;
  /** Returns the tags of a figure; none if the server has no tags. */
  tags(id: string, options?: CallOptions): Promise<string[]>;
  /** Adds tags to a figure and removes others. Returns its tags. */
  changeTags(id: string, change: TagChange, options?: CallOptions): Promise<string[]>;
}

export interface TagChange {
  add?: readonly string[] | undefined;
  remove?: readonly string[] | undefined;
}

export function figuresOf(transport: Transport, defaultWorkspace: DefaultWorkspace): Figures {
  const wrap = (wire: Wire.Figure): Figure => withMethods(wire, handleOf(collection, wire.api_id));
  const collection: Collection<Figure, NewFigure, FigureChanges> = collectionOf(transport, 'figure', wrap);

  const findByName = byName<Figure, InAnalysis>(async (name, { analysis, create, description, signal }) => {
    const find = async () => {
      const id = await findChild(transport, 'figures', analysis, name, { signal });
      return id === undefined ? undefined : collection.get(id, { signal });
    };
    if (create !== true) return find();
    return wrap(await findOrCreate(transport, 'figure', { name, parent: analysis, description }, { signal }, find));
  });

  async function* iterate({ analysis, workspace, ...options }: PageOptions & ByReference) {
    const place = { workspace, signal: options.signal };
    const id = await analysisOf(transport, defaultWorkspace, analysis, place);
    yield* pages(transport, 'GET /analysis/:id/figures/', pageOf(id, options));
  }

  async function tags(id: string, options?: CallOptions): Promise<string[]> {
    const ask = () => transport.call('GET /figure/:id/tags/', { ...options, path: { id } });
    return (await unlessLacking(transport, 'tags', ask))?.tags ?? [];
  }

  async function changeTags(id: string, { add = [], remove = [] }: TagChange, options?: CallOptions) {
    const body = { add: [...add], remove: [...remove] };
    return (await transport.call('POST /figure/:id/tags/', { ...options, path: { id }, body })).tags;
  }

  return { ...collection, findByName, iterate, tags, changeTags };
}
