import type { Operation } from '@gofigr/contract';
import { ApiError } from '../errors.ts';
import type { Room } from '../storage/index.ts';

/** Operations that only read, sign in or delete, though their method suggests otherwise. */
export const WORKS_WHEN_FULL: ReadonlySet<string> = new Set([
  'token.obtain',
  'token.refresh',
  'session.create',
  'password.change',
  'password.forgot',
  'password.reset',
  'workspace.remove_member',
  'organization.remove_member',
  'asset.find_by_name',
  'asset_revision.find_by_hash',
  'data.view',
  'export.figures',
  'invitation.preview',
  // It asks again for each object.
  'batch.change',
]);

/**
 * Rejects operations that store more while the disk is full, before the body is read: the remaining space is for
 * deleting.
 */
export async function refuseWhenFull({ id, method }: Operation, room: Pick<Room, 'look'>): Promise<void> {
  if (method === 'GET' || method === 'DELETE' || WORKS_WHEN_FULL.has(id)) return;
  if (await room.look())
    throw new ApiError(
      'storage_full',
      'The server has no disk space left and stores nothing new. Reading and deleting work. Delete figures that you no longer need, or ask the administrator to free space.',
    );
}
