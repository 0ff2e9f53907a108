import type { Transport } from '../transport.ts';
import type * as Wire from '../wire.ts';
import { type Collection, collectionOf, type Handle, handleOf, withMethods } from './collection.ts';
import { byName, type FindByName, findChild } from './find-by-name.ts';
import { findOrCreate } from './find-or-create.ts';
import { type PageOptions, pageOf, pages } from './pages.ts';

export interface NewFigure {
  name: string;
  /** ID of its analysis. */
  analysis: string;
  description?: string | null;
}
export type FigureChanges = Partial<NewFigure>;

export type Figure = Wire.Figure & Handle<Figure, FigureChanges>;

/** The ID of an analysis. */
interface InAnalysis {
  analysis: string;
}

export interface Figures extends Collection<Figure, NewFigure, FigureChanges> {
  findByName: FindByName<Figure, InAnalysis>;
  /** Iterates over all figures of an analysis, page by page. */
  iterate(options: PageOptions & InAnalysis): AsyncGenerator<Wire.ListedFigure, void, undefined>;
}

export function figuresOf(transport: Transport): Figures {
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

  const iterate: Figures['iterate'] = ({ analysis, ...options }) =>
    pages(transport, 'GET /analysis/:id/figures/', pageOf(analysis, options));

  return { ...collection, findByName, iterate };
}
