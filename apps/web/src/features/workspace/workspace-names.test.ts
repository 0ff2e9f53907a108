import { expect, it } from 'vitest';
import { workspaceNames } from './workspace-names.ts';

it('workspaces of one name are told apart by their owners', () => {
  const names = workspaceNames([
    { api_id: '1', name: 'Primary Workspace', created_by: 'ada' },
    { api_id: '2', name: 'Primary Workspace', created_by: 'grace' },
    { api_id: '3', name: 'Lab', created_by: 'ada' },
    { api_id: '4', name: 'Lab', created_by: 'ada' },
  ]);
  expect([...names.values()]).toEqual(['Primary Workspace (ada)', 'Primary Workspace (grace)', 'Lab', 'Lab']);
});
