import { organization } from '@gofigr/contract';
import type { Clock } from '../../kernel/clock.ts';
import type { Db } from '../../kernel/db/index.ts';
import { notAllowed } from '../../kernel/errors.ts';
import { atLeast, type Call, type Route, route, withLists } from '../../kernel/http/index.ts';
import { objects, type StoredObject } from '../../kernel/objects/index.ts';
import { toNestedWorkspace, type WorkspaceRow, wholeWorkspaces, workspacesIn } from '../workspace/index.ts';
import { createOrganizationService } from './service.ts';
import { organizationsOf } from './store.ts';
import { toOrganization } from './wire.ts';

export function organizationRoutes(deps: { db: Db; clock: Clock }): Route[] {
  const { db } = deps;
  const service = createOrganizationService(deps);

  /** Nested workspaces in the shape of the caller's API version, in their order. */
  async function nested(workspaces: (StoredObject & WorkspaceRow)[], version: readonly number[]) {
    // wire: plain IDs on v1, and whole before v1.4 (docs/protocol.md, section 11)
    if (!atLeast(version, [1, 1])) return { answers: workspaces.map(({ id }) => id), lists: [] };
    if (!atLeast(version, [1, 4])) return wholeWorkspaces(db, workspaces);
    return { answers: workspaces.map((workspace) => toNestedWorkspace(workspace, workspace)), lists: [] };
  }

  async function all(listed: readonly StoredObject[], version: readonly number[]) {
    const ids = listed.map(({ id }) => id);
    const rows = new Map((await organizationsOf(db, ids)).map((row) => [row.id, row]));
    const inside = await workspacesIn(db, ids);
    const { answers, lists } = await nested(inside, version);
    const placed = inside.map(({ organization_id }, index) => ({ organization_id, answer: answers[index] }));
    const workspaces = Map.groupBy(placed, ({ organization_id }) => organization_id);
    const whole = listed.flatMap((object) => {
      const row = rows.get(object.id);
      if (!row) return [];
      const own = workspaces.get(object.id) ?? [];
      return [{ ...toOrganization(object, row), workspaces: own.map(({ answer }) => answer) }];
    });
    return { whole, lists };
  }

  async function one(object: StoredObject, version: readonly number[]) {
    const { whole, lists } = await all([object], version);
    return withLists(whole[0], ...lists);
  }

  const fresh = async (id: string, version: readonly number[]) => one(await objects.get(db, id), version);

  async function update(call: Call<typeof organization.put> | Call<typeof organization.patch>) {
    const { organization: object } = call.objects;
    await service.update(call.principal, object, call.body);
    return fresh(object.id, call.version);
  }

  return [
    route(organization.list, async ({ principal, version }) => {
      const { whole, lists } = await all(await objects.reachable(db, principal, 'organization'), version);
      return withLists(whole, ...lists);
    }),
    route(organization.create, async ({ principal, body, version }) => {
      // A key for one workspace must not create objects that it can't reach.
      if (principal.scope !== null) throw notAllowed();
      return fresh((await service.create(principal, body)).id, version);
    }),
    route(organization.get, async (call) => one(call.objects.organization, call.version)),
    route(organization.put, update),
    route(organization.patch, update),
    route(organization.delete, async (call) => service.delete(call.objects.organization)),
  ];
}
