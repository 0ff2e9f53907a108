import { owner, workspace } from '@gofigr/contract';
import { notAllowed } from '../../kernel/errors.ts';
import { atLeast, type Call, foundOrMade, originOf, type Route, route, withLists } from '../../kernel/http/index.ts';
import { objects, type StoredObject } from '../../kernel/objects/index.ts';
import { toNestedAnalysis } from '../analysis/index.ts';
import { assetsByIds, toNestedAsset } from '../asset/index.ts';
import { toNestedFigure } from '../figure/index.ts';
import { GONE, wholeWorkspaces } from './service/answers.ts';
import { createWorkspaceService, type WorkspaceDeps } from './service.ts';
import { recent, rowsOf } from './store.ts';
import { toShallowWorkspace } from './wire.ts';

/** Most entries of one kind in `recent`. */
const MOST_RECENT = 1000;

export function workspaceRoutes(deps: WorkspaceDeps): Route[] {
  const { db } = deps;
  const service = createWorkspaceService(deps);

  // wire: v1 gives children as plain IDs (docs/protocol.md, section 11)
  const whole = (listed: readonly StoredObject[], version: readonly number[]) =>
    wholeWorkspaces(db, listed, atLeast(version, [1, 1]) ? 'objects' : 'ids');

  async function wholeOne(object: StoredObject, version: readonly number[]) {
    const { answers, lists } = await whole([object], version);
    return withLists(answers[0], ...lists);
  }

  const fresh = async (id: string, version: readonly number[]) => wholeOne(await objects.get(db, id), version);

  async function update(call: Call<typeof workspace.put> | Call<typeof workspace.patch>) {
    const { workspace: object } = call.objects;
    await service.update(call.principal, object, call.body, call.query.silent === 'true');
    return fresh(object.id, call.version);
  }

  return [
    route(workspace.list, async ({ principal, version }) => {
      const listed = await objects.reachable(db, principal, 'workspace');
      if (!atLeast(version, [1, 4])) {
        const { answers, lists } = await whole(listed, version);
        return withLists(answers, ...lists);
      }
      const rows = await rowsOf(
        db,
        listed.map(({ id }) => id),
      );
      return listed.map((object) => toShallowWorkspace(object, rows.get(object.id) ?? GONE));
    }),
    route(workspace.create, async ({ principal, body, version }) => {
      // A key for one workspace must not create others, which it could not reach.
      if (principal.scope !== null) throw notAllowed();
      return fresh((await service.create(principal, body)).id, version);
    }),
    route(workspace.findOrCreate, async ({ principal, body, version }) => {
      if (principal.scope !== null) throw notAllowed();
      const { id, isNew } = await service.findOrCreate(principal, body);
      return foundOrMade(await fresh(id, version), isNew);
    }),
    route(workspace.get, async (call) => wholeOne(call.objects.workspace, call.version)),
    route(workspace.put, update),
    route(workspace.patch, update),
    route(workspace.delete, async (call) => service.delete(call.principal, call.objects.workspace)),
    route(owner.change, async (call) => {
      const asked = { principal: call.principal, origin: originOf(call.request), object: call.objects.workspace };
      return service.handOver(asked, call.body.username);
    }),
    route(workspace.recent, async (call) => {
      const limit = Math.min(Number(call.query.limit ?? 100), MOST_RECENT);
      const { id } = call.objects.workspace;
      const analyses = await recent(db, id, 'analysis', limit);
      const figures = await recent(db, id, 'figure', limit);
      const assets = await recent(db, id, 'asset', limit);
      const rows = await assetsByIds(
        db,
        assets.map((one) => one.id),
      );
      const byId = new Map(rows.map((row) => [row.id, row]));
      return {
        analyses: analyses.map(toNestedAnalysis),
        figures: figures.map((one) => ({ ...toNestedFigure(one), analysis_name: one.parent_name })),
        assets: assets.flatMap((one) => byId.get(one.id) ?? []).map(toNestedAsset),
      };
    }),
  ];
}
