import type { Asset } from '@gofigr/contract';
import { request } from '../../lib/api.ts';

export const updateAsset = (id: string, changes: { name: string; description: string }): Promise<Asset> =>
  request<Asset>('PATCH', `/asset/${id}/`, { body: changes });

export const deleteAsset = (id: string): Promise<void> => request<void>('DELETE', `/asset/${id}/`);
