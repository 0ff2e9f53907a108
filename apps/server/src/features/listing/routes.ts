import {
  type AccessSummary,
  changes,
  type FoundName,
  listing,
  names as objectNames,
  tags as objectTags,
  type RecentAccess,
  type RevisionChange,
  recentAccess,
  recent as recentObjects,
  type Sort,
} from '@gofigr/contract';
import type { Principal } from '../../kernel/auth/index.ts';
import { type Clock, formatTime } from '../../kernel/clock.ts';
import type { Db } from '../../kernel/db/index.ts';
import { invalid } from '../../kernel/errors.ts';
import { objectOf, type Route, route } from '../../kernel/http/index.ts';
import { objects, type StoredObject } from '../../kernel/objects/index.ts';
import { toNestedAnalysis } from '../analysis/index.ts';
import { assetsByIds, toNestedAsset } from '../asset/index.ts';
import { storedLines } from '../compare/index.ts';
import { toNestedFigure } from '../figure/index.ts';
import { accessToChildren, accessWithin } from '../sharing/index.ts';
import { tagsOf } from '../tag/index.ts';
import { recent } from '../workspace/index.ts';
import { changesBetween } from './service/changes.ts';
import { readCursor, writeCursor } from './service/cursor.ts';
import { facetsOf } from './service/facets.ts';
import { figureFilters, named } from './service/filters.ts';
import { countOf, type Filters, namesOf, pageOf } from './store/entries.ts';
import { namesLike, recentEverywhere, tagsLike } from './store/newest.ts';
import { childrenOf, hashesOf, numberedOf } from './store.ts';

const PAGE = 60;
const MOST = 200;
/** Entries that one request for names looks at: few enough for the requests beside it. */
const NAMES = 2000;
/** More than the number of any revision. */
const MOST_NUMBER = 2 ** 31 - 1;

export function listingRoutes({ db, clock }: { db: Db; clock: Clock }): Route[] {
  async function page(
    principal: Principal,
    parent: StoredObject,
    kind: 'analysis' | 'figure' | 'asset',
    query: { sort?: Sort; cursor?: string; limit?: string },
    filters: Filters,
  ) {
    const { sort = 'changed', cursor } = query;
    const asked = { parentId: parent.id, kind, filters };
    const limit = limitOf(query.limit, PAGE);
    const after = cursor === undefined ? null : readCursor(cursor, sort === 'name' ? 'string' : 'number');
    // One row more than requested shows whether there is a next page.
    const rows = await pageOf(db, { ...asked, sort, after, limit: limit + 1 });
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const next = rows.length > limit && last ? writeCursor({ key: last.sort_key, seq: last.seq }) : null;
    const ids = shown.map((row) => row.id);
    const accessOf = await accessToChildren(db, principal, parent, ids, clock.now());
    // A whole list needs no second look.
    const isAll = next === null && after === null;
    return { shown, ids, accessOf, next, total: isAll ? rows.length : await countOf(db, asked) };
  }

  async function names(
    { id: parentId }: StoredObject,
    kind: 'analysis' | 'figure' | 'asset',
    { cursor, limit }: { cursor?: string; limit?: string },
    filters: Filters,
  ) {
    const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(cursor);
    const { rows, last } = await namesOf(db, { parentId, kind, filters }, before, limitOf(limit, NAMES, NAMES));
    return { entries: rows.map(({ id, name }) => ({ api_id: id, name })), next: last === null ? null : String(last) };
  }

  /** Access to objects of several workspaces, without those of a workspace that is deleted meanwhile. */
  async function accessInWorkspaces(principal: Principal, found: readonly StoredObject[]) {
    const known = new Map<string, AccessSummary>();
    for (const [id, inside] of Map.groupBy(found, ({ workspace_id }) => workspace_id)) {
      const workspace = await objects.find(db, id);
      const accessOf = workspace && (await accessWithin(db, principal, workspace, inside, clock.now()));
      if (accessOf) for (const object of inside) known.set(object.id, accessOf(object));
    }
    return known;
  }

  return [
    route(listing.head, async (call) => {
      const analysis = objectOf(call);
      const asked = { parentId: analysis.id, kind: 'figure', filters: named() } as const;
      return { ...toNestedAnalysis(analysis), figure_count: await countOf(db, asked) };
    }),

    route(listing.figures, async (call) => {
      const analysis = objectOf(call);
      const filters = await figureFilters(db, call.principal, analysis, call.query);
      const { shown, ids, accessOf, ...rest } = await page(call.principal, analysis, 'figure', call.query, filters);
      const revisions = await childrenOf(db, ids, 'revision');
      const tags = await tagsOf(db, ids);
      const entries = shown.map((row) => ({
        ...toNestedFigure(row),
        revision_count: revisions.get(row.id)?.count ?? 0,
        newest_revision: revisions.get(row.id)?.newest ?? null,
        tags: tags.get(row.id) ?? [],
        kind: row.shown_kind,
        has_table: row.has_table === 1,
        access: accessOf(row.id),
      }));
      return { entries, ...rest };
    }),

    route(listing.facets, async (call) => {
      const analysis = objectOf(call);
      return facetsOf(db, call.principal, analysis, await figureFilters(db, call.principal, analysis, call.query));
    }),

    route(listing.figureNames, async (call) => {
      const analysis = objectOf(call);
      const filters = await figureFilters(db, call.principal, analysis, call.query);
      return names(analysis, 'figure', call.query, filters);
    }),
    route(listing.analysisNames, async (call) => names(objectOf(call), 'analysis', call.query, named(call.query.name))),
    route(listing.assetNames, async (call) => names(objectOf(call), 'asset', call.query, named(call.query.name))),

    route(listing.analyses, async (call) => {
      const filters = named(call.query.name);
      const { shown, ids, accessOf, ...rest } = await page(
        call.principal,
        objectOf(call),
        'analysis',
        call.query,
        filters,
      );
      const figures = await childrenOf(db, ids, 'figure');
      const entries = shown.map((row) => ({
        ...toNestedAnalysis(row),
        figure_count: figures.get(row.id)?.count ?? 0,
        access: accessOf(row.id),
      }));
      return { entries, ...rest };
    }),

    route(listing.assets, async (call) => {
      const filters = named(call.query.name);
      const { shown, ids, accessOf, ...rest } = await page(
        call.principal,
        objectOf(call),
        'asset',
        call.query,
        filters,
      );
      const revisions = await childrenOf(db, ids, 'asset_revision');
      const rows = new Map((await assetsByIds(db, ids)).map((row) => [row.id, row]));
      const entries = shown.flatMap(({ id }) => {
        const row = rows.get(id);
        const revision_count = revisions.get(id)?.count ?? 0;
        return row ? [{ ...toNestedAsset(row), revision_count, access: accessOf(id) }] : [];
      });
      return { entries, ...rest };
    }),

    route(recentObjects.everywhere, async ({ principal, query }) => {
      const limit = limitOf(query.limit, PAGE);
      const analyses = await recentEverywhere(db, principal, 'analysis', limit);
      const figures = await recentEverywhere(db, principal, 'figure', limit);
      const assets = await recentEverywhere(db, principal, 'asset', limit);
      const accessOf = await accessInWorkspaces(principal, [...analyses, ...figures, ...assets]);
      const rows = await assetsByIds(
        db,
        assets.map(({ id }) => id),
      );
      const assetOf = new Map(rows.map((row) => [row.id, row]));
      const around = ({ id, workspace_name }: { id: string; workspace_name: string }) => {
        const access = accessOf.get(id);
        return access ? [{ workspace_name, access }] : [];
      };
      return {
        analyses: analyses.flatMap((one) => around(one).map((more) => ({ ...toNestedAnalysis(one), ...more }))),
        figures: figures.flatMap((one) =>
          around(one).map((more) => ({ ...toNestedFigure(one), analysis_name: one.parent_name, ...more })),
        ),
        assets: assets.flatMap((one) => {
          const row = assetOf.get(one.id);
          return row ? around(one).map((more) => ({ ...toNestedAsset(row), ...more })) : [];
        }),
      };
    }),

    route(recentAccess.list, async (call): Promise<RecentAccess[]> => {
      const { workspace } = call.objects;
      const limit = limitOf(call.query.limit, PAGE);
      const shown: StoredObject[] = [];
      for (const kind of ['analysis', 'figure', 'asset'] as const)
        shown.push(...(await recent(db, workspace.id, kind, limit)));
      const accessOf = await accessWithin(db, call.principal, workspace, shown, clock.now());
      return shown.map((object) => ({ api_id: object.id, access: accessOf(object) }));
    }),

    ...Object.values(changes).map((operation) =>
      route(operation, async (call): Promise<RevisionChange[]> => {
        const { principal, query } = call;
        const from = Number(query.from ?? 0);
        const most = limitOf(query.limit, MOST);
        // A given limit is one of numbers. Without it, deleted revisions don't shorten the list.
        const end = query.limit === undefined ? MOST_NUMBER : from + most;
        const numbered = await numberedOf(db, objectOf(call).id, { from, end, most });
        const ids = numbered.map(({ id }) => id);
        const changed = changesBetween(numbered, await hashesOf(db, ids));
        const lineOf = await storedLines(db, principal, ids);
        return numbered
          .filter(({ revision_index }) => revision_index >= from)
          .slice(0, most)
          .map(({ id }) => ({ revision: id, changed: changed.get(id) ?? [], line: lineOf.get(id) ?? null }));
      }),
    ),

    route(objectTags.find, async ({ principal, query }) => ({
      tags: await tagsLike(db, principal, query.q ?? '', limitOf(query.limit, 20)),
    })),

    route(objectNames.find, async ({ principal, query }) =>
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

function limitOf(text: string | undefined, usual: number, most = MOST): number {
  const limit = Number(text ?? usual);
  if (limit < 1 || limit > most) throw invalid('limit', `must be from 1 to ${most}`);
  return limit;
}
