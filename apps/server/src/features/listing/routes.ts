import { changes, type FoundName, listing, names, type RevisionChange, type Sort } from '@gofigr/contract';
import { formatTime } from '../../kernel/clock.ts';
import type { Db } from '../../kernel/db/index.ts';
import { invalid } from '../../kernel/errors.ts';
import { objectOf, type Route, route } from '../../kernel/http/index.ts';
import type { StoredObject } from '../../kernel/objects/index.ts';
import { toNestedAnalysis } from '../analysis/index.ts';
import { assetsByIds, toNestedAsset } from '../asset/index.ts';
import { toNestedFigure } from '../figure/index.ts';
import { changesBetween } from './service/changes.ts';
import { readCursor, writeCursor } from './service/cursor.ts';
import { childrenOf, countOf, hashesOf, namesLike, pageOf } from './store.ts';

const PAGE = 60;
const MOST = 200;

export function listingRoutes({ db }: { db: Db }): Route[] {
  async function page(
    { id }: StoredObject,
    kind: 'analysis' | 'figure' | 'asset',
    query: { sort?: Sort; name?: string; cursor?: string; limit?: string },
  ) {
    const { sort = 'changed', name = '', cursor } = query;
    const asked = { parentId: id, kind, name: name.trim() === '' ? null : name.trim() };
    const limit = limitOf(query.limit, PAGE);
    const after = cursor === undefined ? null : readCursor(cursor, sort === 'name' ? 'string' : 'number');
    // One row more than requested shows whether there is a next page.
    const rows = await pageOf(db, { ...asked, sort, after, limit: limit + 1 });
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const next = rows.length > limit && last ? writeCursor({ key: last.sort_key, seq: last.seq }) : null;
    return { shown, ids: shown.map((row) => row.id), next, total: await countOf(db, asked) };
  }

  return [
    route(listing.figures, async (call) => {
      const { shown, ids, ...rest } = await page(objectOf(call), 'figure', call.query);
      const revisions = await childrenOf(db, ids, 'revision');
      const entries = shown.map((row) => ({
        ...toNestedFigure(row),
        revision_count: revisions.get(row.id)?.count ?? 0,
        newest_revision: revisions.get(row.id)?.newest ?? null,
      }));
      return { entries, ...rest };
    }),

    route(listing.analyses, async (call) => {
      const { shown, ids, ...rest } = await page(objectOf(call), 'analysis', call.query);
      const figures = await childrenOf(db, ids, 'figure');
      const entries = shown.map((row) => ({ ...toNestedAnalysis(row), figure_count: figures.get(row.id)?.count ?? 0 }));
      return { entries, ...rest };
    }),

    route(listing.assets, async (call) => {
      const { ids, ...rest } = await page(objectOf(call), 'asset', call.query);
      const revisions = await childrenOf(db, ids, 'asset_revision');
      const rows = new Map((await assetsByIds(db, ids)).map((row) => [row.id, row]));
      const { shown, ...page_ } = rest;
      const entries = shown.flatMap(({ id }) => {
        const row = rows.get(id);
        return row ? [{ ...toNestedAsset(row), revision_count: revisions.get(id)?.count ?? 0 }] : [];
      });
      return { entries, ...page_ };
    }),

    route(
      changes.figure,
      async (call): Promise<RevisionChange[]> => changesBetween(await hashesOf(db, objectOf(call).id)),
    ),

    route(names.find, async ({ principal, query }) =>
      (await namesLike(db, principal, query.q.trim(), limitOf(query.limit, 20))).map(
        (row): FoundName => ({
          kind: row.kind,
          api_id: row.id,
          name: row.name,
          workspace: row.workspace_id,
          workspace_name: row.workspace_name,
          changed_on: formatTime(row.changed_on),
        }),
      ),
    ),
  ];
}

function limitOf(text: string | undefined, usual: number): number {
  const limit = Number(text ?? usual);
  if (limit < 1 || limit > MOST) throw invalid('limit', `must be from 1 to ${MOST}`);
  return limit;
}
