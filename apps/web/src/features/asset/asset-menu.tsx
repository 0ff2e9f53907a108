import type { Asset } from '@gofigr/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { plural } from '../../lib/format.ts';
import { useForget } from '../../lib/invalidate.ts';
import { ObjectMenu } from '../object-menu/index.ts';
import { useRights } from '../path/index.ts';
import { assetQuery } from './asset-query.ts';
import { deleteAsset, updateAsset } from './change-asset.ts';

/** Menu to rename and delete an asset. */
export function AssetMenu({ asset }: { asset: Asset }) {
  const queryClient = useQueryClient();
  const forget = useForget();
  const navigate = useNavigate();
  return (
    <ObjectMenu
      kind="asset"
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
    >
      with its {plural(asset.revisions.length, 'revision')}. Figures that were made with it stay, without their links to
      it.
    </ObjectMenu>
  );
}
