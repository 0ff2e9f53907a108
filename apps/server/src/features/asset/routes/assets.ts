import { asset } from '@gofigr/contract';
import type { SignedIn } from '../../../kernel/auth/index.ts';
import type { Db } from '../../../kernel/db/index.ts';
import { invalid } from '../../../kernel/errors.ts';
import {
  answerList,
  type Call,
  foundOrMade,
  listOf,
  mapped,
  type Route,
  route,
  SLICE,
  slicesOf,
  withChildren,
  withLists,
} from '../../../kernel/http/index.ts';
import { objects, reachableSlices } from '../../../kernel/objects/index.ts';
import { createNamedObjectService, type ExtraWrite, type NamedObjectDeps } from '../../named-object/index.ts';
import { createRevisionReader, type RevisionRow } from '../../revision/index.ts';
import { analysisOf, assetNamed, assetsByIds, findByName, insertAsset, setAnalysis } from '../store.ts';
import { toAsset, toNestedAssetRevision } from '../wire.ts';

export function assetRoutes(deps: NamedObjectDeps): Route[] {
  const { db } = deps;
  const service = createNamedObjectService(deps, { kind: 'asset', analysisOf: (trx, { id }) => analysisOf(trx, id) });

  const revisions = createRevisionReader(db, 'asset_revision');
  const nested = (rows: readonly RevisionRow[]) => rows.map(toNestedAssetRevision);

  async function* parts(parents: AsyncIterable<readonly { id: string }[]>) {
    for await (const listed of withChildren(parents, revisions, nested)) {
      const rows = await assetsByIds(
        db,
        listed.map(([{ id }]) => id),
      );
      const inside = new Map(listed.map(([{ id }, list]) => [id, list]));
      yield rows.map((row) => toAsset(row, inside.get(row.id) ?? []));
    }
  }

  async function one(id: string) {
    const inside = await listOf(mapped(revisions.slices(id), nested));
    const [row] = await assetsByIds(db, [id]);
    return row && withLists(toAsset(row, inside), inside);
  }

  const fresh = async (id: string) => one((await objects.get(db, id)).id);

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
        const isElsewhere = now !== null && (await objects.find(trx, now))?.workspace_id !== workspace_id;
        // An asset that moves to another workspace loses its analysis. That may be in the trash, where `now` is null.
        const isEnded = isElsewhere || workspace_id !== object.workspace_id || body.analysis === null;
        if (wish === now && isEnded) await setAnalysis(trx, id, null);
        else if (wish !== now) await setAnalysis(trx, id, await checkedAnalysis(trx, principal, wish, workspace_id));
      },
    );
    return call.isAnswered ? fresh(object.id) : undefined;
  }

  return [
    route(asset.list, async ({ principal }) => answerList(parts(reachableSlices(db, principal, 'asset', SLICE)))),
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
    route(asset.findByName, async ({ principal, body }) => {
      const found = await findByName(db, principal, body.name, body.analysis?.toLowerCase() ?? null);
      return answerList(parts(slicesOf(found.map((id) => ({ id })))));
    }),
    route(asset.get, async (call) => one(call.objects.asset.id)),
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
