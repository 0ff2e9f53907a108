import { assetRevision } from '@gofigr/contract';
import { BadBlob } from '../../../kernel/blobs/index.ts';
import { type Call, objectOf, type Route, route, SLICE, slicesOf } from '../../../kernel/http/index.ts';
import { reachableSlices } from '../../../kernel/objects/index.ts';
import { nameInPublish } from '../../named-object/index.ts';
import {
  type ChooseFigure,
  createAnswers,
  createRevisionService,
  type RevisionDeps,
  type RevisionKind,
  withKeysFound,
} from '../../revision/index.ts';
import { analysisOf, datumOf, findByHash, insertAsset } from '../store.ts';
import { toAssetRevision } from '../wire.ts';

const assetRevisions: RevisionKind = {
  kind: 'asset_revision',
  parentKind: 'asset',
  analysisOf: (trx, { id }) => analysisOf(trx, id),
};

export function assetRevisionRoutes(deps: RevisionDeps): Route[] {
  const { db, blobs } = deps;
  const service = createRevisionService(deps, assetRevisions);
  const answers = createAnswers(deps, 'asset_revision', toAssetRevision);

  async function update(call: Call<typeof assetRevision.put> | Call<typeof assetRevision.patch>) {
    const { asset_revision: object } = call.objects;
    const { asset: parent, data, metadata } = call.body;
    const changes = parent === undefined ? {} : { parent };
    await withKeysFound(deps, assetRevisions, call, { data, metadata, revisionId: object.id }, (publication) =>
      service.update(call.principal, object, changes, publication, call.query.silent === 'true'),
    );
    return answers.one(object.id, call);
  }

  async function areGood(hash: string): Promise<boolean> {
    try {
      const datum = await datumOf(db, hash);
      await blobs.of(datum?.store ?? null).verify(hash, datum?.size_bytes ?? 0);
      return true;
    } catch (error) {
      if (error instanceof BadBlob) return false;
      throw error;
    }
  }

  return [
    route(assetRevision.list, async (call) =>
      answers.many(reachableSlices(db, call.principal, 'asset_revision', SLICE), call),
    ),
    route(assetRevision.create, async (call) => {
      const { asset: parent, data, metadata, ...fields } = call.body;
      const published = await withKeysFound(
        deps,
        assetRevisions,
        call,
        { data, metadata, into: parent },
        (publication) => service.create(call.principal, { ...fields, parent }, publication),
      );
      return answers.made(published, call);
    }),
    route(assetRevision.createByName, async (call) => {
      const { workspace: _workspace, asset, data, metadata, ...fields } = call.body;
      const { id: workspaceId } = objectOf(call);
      const parent = { within: workspaceId, choose: async () => assetNamed(workspaceId, asset) };
      const published = await withKeysFound(
        deps,
        assetRevisions,
        call,
        { data, metadata, into: workspaceId },
        (publication) => service.create(call.principal, { ...fields, parent }, publication),
      );
      return answers.made(published, call);
    }),
    route(assetRevision.findByHash, async (call) => {
      const { digest, analysis } = call.body;
      const ids = await findByHash(db, call.principal, digest.toLowerCase(), analysis?.toLowerCase() ?? null);
      // A client that finds nothing publishes the bytes again, which repairs the damage.
      const isGood = ids.length > 0 && (await areGood(digest.toLowerCase()));
      return answers.many(slicesOf(isGood ? ids.map((id) => ({ id })) : []), call);
    }),
    route(assetRevision.get, async (call) => answers.one(call.objects.asset_revision.id, call)),
    route(assetRevision.put, update),
    route(assetRevision.patch, update),
    route(assetRevision.delete, async (call) => service.delete(call.principal, call.objects.asset_revision)),
  ];
}

/** Chooses the oldest asset of a name in a workspace. It is created with the revision if it is missing. */
const assetNamed =
  (workspaceId: string, name: string): ChooseFigure =>
  (trx, stamp) =>
    nameInPublish(
      trx,
      { kind: 'asset', analysisOf: assetRevisions.analysisOf },
      workspaceId,
      name,
      stamp,
      (_trx, { id }) => insertAsset(trx, { id, analysis_id: null }),
    );
