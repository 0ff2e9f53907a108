/** Search of a link that fills in the fields of a new key: `?name=lab&permission=publish&workspace=…&expires=90`. */
interface KeySearch {
  name?: string | undefined;
  permission?: string | undefined;
  workspace?: string | string[] | undefined;
  expires?: string | number | undefined;
}

/** Returns the fields that a link names. The router reads texts that look like numbers as numbers. */
export function keySearchOf({ name, permission, workspace, expires }: Record<string, unknown>): KeySearch {
  const isText = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number';
  const workspaces = (Array.isArray(workspace) ? workspace : [workspace]).filter((one) => typeof one === 'string');
  return {
    ...(isText(name) && { name: String(name) }),
    ...(typeof permission === 'string' && { permission }),
    ...(workspaces.length > 0 && { workspace: workspaces.length === 1 ? workspaces[0] : workspaces }),
    ...(isText(expires) && { expires }),
  };
}
