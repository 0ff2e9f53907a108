import { expect, it } from 'vitest';
import { may, type Role } from './decide.ts';

const ACTIONS = ['view', 'follow', 'create', 'update', 'delete', 'manage', 'own'] as const;
const rights = (role: Role | null, kind: 'figure' | 'organization', isShared = false) =>
  ACTIONS.filter((action) => may([role], isShared, action, kind)).join(' ');

it.each([
  ['owner', 'view follow create update delete manage own'],
  ['admin', 'view follow create update delete manage'],
  ['creator', 'view follow create update delete'],
  ['viewer', 'view follow'],
  ['org_admin', 'view follow create update delete manage own'],
  ['workspace_admin', 'view follow create update delete manage'],
  ['workspace_creator', 'view follow create update delete'],
  ['workspace_viewer', 'view follow'],
] as const)('%s may %s in a workspace', (role, actions) => {
  expect(rights(role, 'figure')).toBe(actions);
});

it.each([
  ['org_admin', 'view follow create update delete manage own'],
  ['workspace_admin', 'view follow create'],
  ['workspace_creator', 'view follow create'],
  ['workspace_viewer', 'view follow'],
  ['owner', ''],
] as const)('%s may %s to an organization', (role, actions) => {
  expect(rights(role, 'organization')).toBe(actions);
});

it('sharing allows viewing, and nothing more', () => {
  expect([rights(null, 'figure'), rights(null, 'figure', true)]).toEqual(['', 'view']);
});

it('of two roles the stronger one counts', () => {
  expect(may(['viewer', 'workspace_admin'], false, 'manage', 'workspace')).toBe(true);
});
