import type { Asset } from '@gofigr/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useForget } from '../../lib/invalidate.ts';
import { ObjectMenu } from '../object-menu/index.ts';
import { useRights } from '../path/index.ts';
import { assetQuery } from './asset-query.ts';
import { deleteAsset, deleteAssetRevision, updateAsset } from './change-asset.ts';

type ShownRevision = Asset['revisions'][number];

/** Menu to rename and delete an asset, and to delete its shown revision. */
export function AssetMenu({ asset, revision }: { asset: Asset; revision: ShownRevision | undefined }) {
  const queryClient = useQueryClient();
  const forget = useForget();
  const navigate = useNavigate();
  return (
    <ObjectMenu
      kind="asset"
      id={asset.api_id}
      name={asset.name}
      description={asset.description}
      rights={useRights('asset', asset.api_id)}
      save={async (values) => {
        const saved = await updateAsset(asset.api_id, values);
        queryClient.setQueryData(assetQuery(saved.api_id).queryKey, saved);
      }}
      remove={async () => {
        await deleteAsset(asset.api_id);
        await navigate({
          to: '/workspace/$id',
          params: { id: asset.workspace },
          search: { tab: 'assets' },
          replace: true,
        });
        forget('asset', asset.api_id);
      }}
      part={
        revision && {
          kind: 'asset_revision',
          id: revision.api_id,
          index: revision.revision_index,
          remove: async () => {
            await deleteAssetRevision(revision.api_id);
            const { queryKey } = assetQuery(asset.api_id);
            queryClient.setQueryData(queryKey, (now) => now && without(now, revision.api_id));
            await navigate({ to: '/asset/$id', params: { id: asset.api_id }, replace: true });
            forget('asset_revision', revision.api_id);
          },
        }
      }
    />
  );
}

const without = (asset: Asset, id: string): Asset => ({
  ...asset,
  revisions: asset.revisions.filter(({ api_id }) => api_id !== id),
});
