import type { Operation } from '@gofigr/contract';
import { ApiError } from '../errors.ts';
import type { Room } from '../storage/index.ts';

/** Operations that only read, sign in or take away, though their method says otherwise. */
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
  'invitation.preview',
]);

/** While the disk is full, refuses what would add to it, before its body is read: the room that is left is for deleting. */
export async function refuseWhenFull({ id, method }: Operation, room: Pick<Room, 'look'>): Promise<void> {
  if (method === 'GET' || method === 'DELETE' || WORKS_WHEN_FULL.has(id)) return;
  if (await room.look())
    throw new ApiError(
      'storage_full',
      'The server has no space left and takes nothing new. Reading and deleting work: delete figures that are no longer needed, or ask the administrator to make room.',
    );
}
