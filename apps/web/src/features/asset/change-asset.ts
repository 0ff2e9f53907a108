import type { Asset } from '@gofigr/contract';
import { call } from '../../lib/api.ts';

export const updateAsset = (id: string, changes: { name: string; description: string }): Promise<Asset> =>
  call('PATCH /asset/:id/', { path: { id }, body: changes });

export const deleteAsset = (id: string): Promise<void> => call('DELETE /asset/:id/', { path: { id } });

export const deleteAssetRevision = (id: string): Promise<void> => call('DELETE /asset_revision/:id/', { path: { id } });
