import type { Action } from '@gofigr/contract';
import type { MemberTable } from '../db/index.ts';

/** What each role may do to anything in its workspace (protocol.md, section 6). */
const RIGHTS: Record<MemberTable['role'], readonly Action[]> = {
  owner: ['view', 'create', 'update', 'delete', 'manage', 'own'],
  admin: ['view', 'create', 'update', 'delete', 'manage'],
  creator: ['view', 'create', 'update', 'delete'],
  viewer: ['view'],
};

export const may = (role: MemberTable['role'] | null, action: Action): boolean =>
  role !== null && RIGHTS[role].includes(action);
