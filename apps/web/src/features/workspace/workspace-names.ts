import type { ShallowWorkspace } from '@gofigr/contract';

type Named = Pick<ShallowWorkspace, 'api_id' | 'name' | 'created_by'>;

/** Returns the owner of each workspace whose name one of another owner has too, by ID. */
export function workspaceOwners(workspaces: readonly Named[]): Map<string, string> {
  const byName = Map.groupBy(workspaces, ({ name }) => name);
  return new Map(
    workspaces.flatMap(({ api_id, name, created_by }) =>
      created_by !== null && byName.get(name)?.some((other) => other.created_by !== created_by)
        ? [[api_id, created_by]]
        : [],
    ),
  );
}

/** Returns the name of each workspace by ID, with its owner if one of another owner has the same name. */
export function workspaceNames(workspaces: readonly Named[]): Map<string, string> {
  const owners = workspaceOwners(workspaces);
  return new Map(
    workspaces.map(({ api_id, name }) => {
      const owner = owners.get(api_id);
      return [api_id, owner === undefined ? name : `${name} (${owner})`];
    }),
  );
}
