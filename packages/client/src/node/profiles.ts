import type { ConfigFile, Connection } from './config-file.ts';

/**
 * Several connections in one file: the current one at the top, where published clients read it, the others in
 * `profiles`.
 */

const FIELDS = ['url', 'api_key', 'username', 'password', 'workspace'] as const;

/** Name of the current connection if the file gives none. */
export const UNNAMED = 'default';

export interface Profile {
  name: string;
  isCurrent: boolean;
  connection: Connection;
}

const connectionOf = (config: ConfigFile): Connection => pick(config);

function pick(from: Connection): Connection {
  const picked: Record<string, unknown> = {};
  for (const field of FIELDS) if (from[field] !== undefined) picked[field] = from[field];
  return picked;
}

function withoutConnection(config: ConfigFile): ConfigFile {
  const rest = { ...config };
  for (const field of FIELDS) delete rest[field];
  return rest;
}

const isConnected = (connection: Connection): boolean => Object.keys(connection).length > 0;

/** Lists all connections of a file: the current one first, the others by name. */
export function profilesOf(config: ConfigFile): Profile[] {
  const current = connectionOf(config);
  const name = config.profile ?? UNNAMED;
  const others = Object.entries(config.profiles ?? {}).toSorted(([one], [other]) => one.localeCompare(other));
  return [
    ...(isConnected(current) ? [{ name, isCurrent: true, connection: current }] : []),
    ...others.map(([other, connection]) => ({ name: other, isCurrent: false, connection: pick(connection) })),
  ];
}

/**
 * Makes a connection the current one, under a name. Replaces the connection of that name, if any. Keeps the former
 * current connection under its own name.
 */
export function useConnection(config: ConfigFile, name: string, connection: Connection): ConfigFile {
  const current = connectionOf(config);
  const currentName = config.profile ?? UNNAMED;
  const { [name]: _replaced, ...others } = config.profiles ?? {};
  const keep = isConnected(current) && currentName !== name;
  const profiles = keep ? { ...others, [currentName]: current } : others;
  return tidy({ ...withoutConnection(config), ...pick(connection), profile: name, profiles });
}

/** Makes a saved connection the current one. Returns `undefined` if no connection has that name. */
export function switchProfile(config: ConfigFile, name: string): ConfigFile | undefined {
  if (name === (config.profile ?? UNNAMED) && isConnected(connectionOf(config))) return config;
  const connection = Object.hasOwn(config.profiles ?? {}, name) ? config.profiles?.[name] : undefined;
  return connection && useConnection(config, name, connection);
}

/** Removes a connection with all its fields. Returns `undefined` if no connection has that name. */
export function removeProfile(config: ConfigFile, name: string): ConfigFile | undefined {
  if (name === (config.profile ?? UNNAMED) && isConnected(connectionOf(config))) {
    const { profile: _removed, ...rest } = withoutConnection(config);
    return rest;
  }
  if (!Object.hasOwn(config.profiles ?? {}, name)) return undefined;
  const { [name]: _removed, ...profiles } = config.profiles ?? {};
  return tidy({ ...config, profiles });
}

/** Puts the fields of the connection first, as readers expect, and leaves out an empty `profiles`. */
function tidy({ profiles = {}, profile, ...rest }: ConfigFile): ConfigFile {
  return {
    ...pick(rest),
    ...withoutConnection(rest),
    ...(profile !== undefined && profile !== UNNAMED && { profile }),
    ...(Object.keys(profiles).length > 0 && { profiles }),
  };
}
