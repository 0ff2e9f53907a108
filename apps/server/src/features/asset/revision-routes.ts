import { assetRevision } from '@gofigr/contract';
import { BadBlob } from '../../kernel/blobs/index.ts';
import { type Call, objectOf, type Route, route } from '../../kernel/http/index.ts';
import { tree } from '../../kernel/tree/index.ts';
import { createAnswers, createRevisionService, itemsOf, type RevisionDeps } from '../revision/index.ts';
import { analysisOf, findByHash, sizeOfBytes } from './store.ts';
import { toAssetRevision } from './wire.ts';

export function assetRevisionRoutes(deps: RevisionDeps): Route[] {
  const { db, blobs } = deps;
  const service = createRevisionService(deps, {
    kind: 'asset_revision',
    parentKind: 'asset',
    analysisOf: (trx, { id }) => analysisOf(trx, id),
  });
  const answers = createAnswers(deps, 'asset_revision', toAssetRevision);

  async function update(call: Call<typeof assetRevision.put> | Call<typeof assetRevision.patch>) {
    const object = objectOf(call);
    const { asset: parent, data, metadata } = call.body;
    const changes = { metadata, ...(parent !== undefined && { parent }) };
    await service.update(call.principal, object, changes, itemsOf(call.request, data), call.query.silent === 'true');
    return answers.one(object.id, call);
  }

  async function areGood(hash: string): Promise<boolean> {
    try {
      await blobs.verify(hash, await sizeOfBytes(db, hash));
      return true;
    } catch (error) {
      if (error instanceof BadBlob) return false;
      throw error;
    }
  }

  return [
    route(assetRevision.list, async (call) => {
      const reachable = await tree.reachable(db, call.principal, 'asset_revision');
      return answers.many(
        reachable.map(({ id }) => id),
        call,
      );
    }),
    route(assetRevision.create, async (call) => {
      const { asset: parent, data, ...fields } = call.body;
      const id = await service.create(call.principal, { ...fields, parent }, itemsOf(call.request, data));
      return answers.one(id, call);
    }),
    route(assetRevision.findByHash, async (call) => {
      const { digest, analysis } = call.body;
      const ids = await findByHash(db, call.principal, digest.toLowerCase(), analysis?.toLowerCase() ?? null);
      // A client that finds nothing publishes the bytes again, which mends them.
      return answers.many(ids.length > 0 && (await areGood(digest.toLowerCase())) ? ids : [], call);
    }),
    route(assetRevision.get, async (call) => answers.one(objectOf(call).id, call)),
    route(assetRevision.put, update),
    route(assetRevision.patch, update),
    route(assetRevision.delete, async (call) => service.delete(call.principal, objectOf(call))),
  ];
}
