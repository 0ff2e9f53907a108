import type { CallOptions } from '../call.ts';
import { isSameName } from '../name.ts';
import type { Transport } from '../transport.ts';
import type * as Wire from '../wire.ts';
import { type Collection, collectionOf, type Handle, handleOf, withMethods } from './collection.ts';
import { byName, type FindByName } from './find-by-name.ts';
import { findOrCreate } from './find-or-create.ts';
import { pages } from './pages.ts';

export interface NewWorkspace {
  name: string;
  description?: string | null;
  organization?: string | null;
}
export type WorkspaceChanges = Partial<NewWorkspace>;

/** `analyses` and `assets` are null in lists; `refresh()` fills them. */
export type Workspace = (Wire.Workspace | Wire.ShallowWorkspace) &
  Handle<Workspace, WorkspaceChanges> &
  WorkspaceActivity;

interface WorkspaceActivity {
  members(options?: CallOptions): Promise<Wire.Member[]>;
  /** Iterates over the activity in the workspace, newest first, page by page. */
  activity(options?: CallOptions): AsyncGenerator<Wire.Activity, void, undefined>;
}

export interface Workspaces extends Collection<Workspace, NewWorkspace, WorkspaceChanges> {
  findByName: FindByName<Workspace, object>;
  /** Returns the caller's own primary workspace. A key bound to one workspace gets that one. */
  primary(options?: CallOptions): Promise<Workspace | undefined>;
}

export function workspacesOf(transport: Transport): Workspaces {
  const wrap = (wire: Wire.Workspace | Wire.ShallowWorkspace): Workspace =>
    withMethods(wire, { ...handleOf(collection, wire.api_id), ...activityOf(wire.api_id) });
  const collection: Collection<Workspace, NewWorkspace, WorkspaceChanges> = collectionOf(transport, 'workspace', wrap);
  const activityOf = (id: string): WorkspaceActivity => ({
    members: (options) => transport.call('GET /workspace/:id/members/', { ...options, path: { id } }),
    activity: (options) => pages(transport, 'GET /workspace/:id/activity/', { ...options, path: { id } }),
  });

  const findByName = byName<Workspace, object>(async (name, { create, description, signal }) => {
    const found = (await collection.list({ signal })).find((one) => isSameName(one.name, name));
    if (found || create !== true) return found;
    return wrap(await findOrCreate(transport, 'workspace', { name, description }, { signal }));
  });

  async function primary(options?: CallOptions): Promise<Workspace | undefined> {
    const all = await collection.list(options);
    if (all.length === 1) return all[0];
    const primaries = all.filter((one) => one.workspace_type === 'primary');
    if (primaries.length < 2) return primaries[0];
    // The list also holds primary workspaces of others in which the caller is a member.
    const [me] = await transport.call('GET /user/', options);
    for (const one of primaries) {
      const members = await one.members(options);
      if (members.some((member) => member.membership_type === 'owner' && member.username === me?.username)) return one;
    }
    return undefined;
  }

  return { ...collection, findByName, primary };
}
