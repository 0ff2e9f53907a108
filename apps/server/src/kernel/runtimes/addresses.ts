/** Public addresses of scripts, with the addresses at which this server serves the same bytes. */
export interface AddressTable {
  /** By address without a query. */
  files: Readonly<Record<string, string>>;
  /** Beginnings of addresses, which end with a slash. */
  folders: readonly (readonly [address: string, here: string])[];
}

/**
 * Returns this server's address for a public one, with its query; undefined if it has none. This function also runs in
 * the frame: it is sent as text, so it uses nothing from outside.
 */
export function resolveAddress(table: AddressTable, address: string): string | undefined {
  const [, rest] = /^\s*(?:https?:)?\/\/([^\s#]+)/i.exec(address) ?? [];
  if (rest === undefined) return undefined;
  const [path = '', query] = `https://${rest}`.split('?', 2);
  const suffix = query === undefined ? '' : `?${query}`;
  if (Object.hasOwn(table.files, path)) return `${table.files[path]}${suffix}`;
  const folder = table.folders.find(([start]) => path.startsWith(start));
  return folder && `${folder[1]}${path.slice(folder[0].length)}${suffix}`;
}
