import type { ShownKind } from '@gofigr/contract';
import type { Trx } from '../../../kernel/db/index.ts';
import type { StoredObject } from '../../../kernel/objects/index.ts';
import { type DataRow, dataOf, describeFigure, newestOf } from '../store.ts';

/** Columns of a figure that describe its newest revision. */
type Shown = Pick<StoredObject, 'shown_kind' | 'has_table'>;

/** Describes the data of a revision. A page with a picture of it is interactive. */
function shownBy(data: readonly Pick<DataRow, 'type' | 'metadata'>[]): Shown {
  const images = data.filter(({ type }) => type === 'image');
  const has_table = data.some(({ type }) => type === 'dataframe') ? 1 : 0;
  const other: ShownKind = has_table ? 'table' : 'other';
  if (images.length === 0) return { shown_kind: other, has_table };
  return { shown_kind: images.some(isPage) ? 'interactive' : 'picture', has_table };
}

function isPage({ metadata }: Pick<DataRow, 'metadata'>): boolean {
  const { format } = JSON.parse(metadata) as { format?: unknown }; // always an object
  return typeof format === 'string' && /^html?$/i.test(format);
}

/** Describes a locked figure by the data of its newest revision, which was just published. */
export async function showNew(trx: Trx, figure: StoredObject, data: readonly DataRow[]): Promise<void> {
  const shown = shownBy(data);
  if (figure.shown_kind !== shown.shown_kind || figure.has_table !== shown.has_table)
    await describeFigure(trx, figure.id, shown);
}

/** Describes locked figures again, after a revision of them was changed, moved, deleted or restored. */
export async function showNewest(trx: Trx, figureIds: readonly string[]): Promise<void> {
  for (const id of new Set(figureIds)) {
    const newest = await newestOf(trx, id);
    const nothing = { shown_kind: null, has_table: null };
    await describeFigure(trx, id, newest === undefined ? nothing : shownBy(await dataOf(trx, [newest])));
  }
}
