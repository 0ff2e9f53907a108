import { asset } from '@gofigr/contract';
import type { SignedIn } from '../../../kernel/auth/index.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Db } from '../../../kernel/db/index.ts';
import { invalid } from '../../../kernel/errors.ts';
import { type Call, foundOrMade, type Route, route } from '../../../kernel/http/index.ts';
import { objects, wire } from '../../../kernel/objects/index.ts';
import { createNamedObjectService, type ExtraWrite } from '../../named-object/index.ts';
import { revisionsOf } from '../../revision/index.ts';
import { analysisOf, assetNamed, assetsByIds, findByName, insertAsset, setAnalysis } from '../store.ts';
import { toAsset } from '../wire.ts';

export function assetRoutes(deps: { db: Db; clock: Clock }): Route[] {
  const { db } = deps;
  const service = createNamedObjectService(deps, { kind: 'asset', analysisOf: (trx, { id }) => analysisOf(trx, id) });

  async function whole(ids: readonly string[]) {
    const revisions = Map.groupBy(await revisionsOf(db, ids), wire.parentId);
    return (await assetsByIds(db, ids)).map((row) => toAsset(row, revisions.get(row.id) ?? []));
  }

  const fresh = async (id: string) => (await whole([(await objects.get(db, id)).id]))[0];

  async function update(call: Call<typeof asset.put> | Call<typeof asset.patch>) {
    const { asset: object, workspace: to } = call.objects;
    const { principal, body } = call;
    await service.update(
      principal,
      object,
      to,
      body,
      call.query.silent === 'true',
      async (trx, { id, workspace_id }) => {
        const now = await analysisOf(trx, id);
        const wish = body.analysis === undefined ? now : (body.analysis?.toLowerCase() ?? null);
        // An asset that moves to another workspace loses its analysis.
        if (wish === now && now !== null && (await objects.find(trx, now))?.workspace_id !== workspace_id)
          await setAnalysis(trx, id, null);
        else if (wish !== now) await setAnalysis(trx, id, await checkedAnalysis(trx, principal, wish, workspace_id));
      },
    );
    return fresh(object.id);
  }

  return [
    route(asset.list, async ({ principal }) => {
      const reachable = await objects.reachable(db, principal, 'asset');
      return whole(reachable.map(({ id }) => id));
    }),
    route(asset.create, async ({ principal, body, objects: { workspace } }) => {
      const extraWrite = withAnalysis(principal, body.analysis);
      return fresh((await service.create(principal, workspace, body, extraWrite)).id);
    }),
    route(asset.findOrCreate, async ({ principal, body, objects: { workspace } }) => {
      const analysis = await checkedAnalysis(db, principal, body.analysis ?? null, workspace.id);
      const { id, isNew } = await service.findOrCreate(principal, workspace, body, {
        extraWrite: withAnalysis(principal, analysis),
        ...(analysis !== null && { named: (from) => assetNamed(from, workspace.id, body.name, analysis) }),
      });
      return foundOrMade(await fresh(id), isNew);
    }),
    route(asset.findByName, async ({ principal, body }) =>
      whole(await findByName(db, principal, body.name, body.analysis?.toLowerCase() ?? null)),
    ),
    route(asset.get, async (call) => (await whole([call.objects.asset.id]))[0]),
    route(asset.put, update),
    route(asset.patch, update),
    route(asset.delete, async (call) => service.delete(call.principal, call.objects.asset)),
  ];
}

/** Inserts what a new asset has beyond its object. */
const withAnalysis =
  (principal: SignedIn, analysis: string | null = null): ExtraWrite =>
  async (trx, { id, workspace_id }) =>
    insertAsset(trx, { id, analysis_id: await checkedAnalysis(trx, principal, analysis, workspace_id) });

/** Returns the analysis if an asset of this workspace may belong to it, else rejects. */
async function checkedAnalysis(
  db: Db,
  principal: SignedIn,
  id: string | null,
  workspaceId: string,
): Promise<string | null> {
  if (id === null) return null;
  const analysis = await objects.authorise(db, principal, 'view', 'analysis', id);
  if (analysis.workspace_id !== workspaceId) throw invalid('analysis', "must be in the asset's workspace");
  return analysis.id;
}
