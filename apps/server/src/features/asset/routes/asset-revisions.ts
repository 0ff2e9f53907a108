import { assetRevision } from '@gofigr/contract';
import { BadBlob } from '../../../kernel/blobs/index.ts';
import { type Call, type Route, route } from '../../../kernel/http/index.ts';
import { objects } from '../../../kernel/objects/index.ts';
import {
  createAnswers,
  createRevisionService,
  type RevisionDeps,
  type RevisionKind,
  withKeysFound,
} from '../../revision/index.ts';
import { analysisOf, datumOf, findByHash } from '../store.ts';
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
    route(assetRevision.list, async (call) => {
      const reachable = await objects.reachable(db, call.principal, 'asset_revision');
      return answers.many(
        reachable.map(({ id }) => id),
        call,
      );
    }),
    route(assetRevision.create, async (call) => {
      const { asset: parent, data, metadata, ...fields } = call.body;
      const published = await withKeysFound(deps, assetRevisions, call, { data, metadata }, (publication) =>
        service.create(call.principal, { ...fields, parent }, publication),
      );
      return answers.made(published, call);
    }),
    route(assetRevision.findByHash, async (call) => {
      const { digest, analysis } = call.body;
      const ids = await findByHash(db, call.principal, digest.toLowerCase(), analysis?.toLowerCase() ?? null);
      // A client that finds nothing publishes the bytes again, which repairs the damage.
      return answers.many(ids.length > 0 && (await areGood(digest.toLowerCase())) ? ids : [], call);
    }),
    route(assetRevision.get, async (call) => answers.one(call.objects.asset_revision.id, call)),
    route(assetRevision.put, update),
    route(assetRevision.patch, update),
    route(assetRevision.delete, async (call) => service.delete(call.principal, call.objects.asset_revision)),
  ];
}
