import type { CallOptions } from '../call.ts';
import { GoFigrError, invalid } from '../errors.ts';
import { isSameName } from '../name.ts';
import type { Transport } from '../transport.ts';
import { findChild } from './find-by-name.ts';

/** An object by its ID. A whole object fits too. */
export interface ById {
  api_id: string;
}

/** An object by its ID or its name. */
export type Reference = string | ById;

/** Returns the ID of the workspace to use if none is given. */
export type DefaultWorkspace = (signal: AbortSignal | undefined) => Promise<string>;

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Returns the ID of a reference, or `undefined` for a name. */
export function idOf(reference: Reference): string | undefined {
  if (typeof reference !== 'string') return reference.api_id;
  return ID.test(reference) ? reference.toLowerCase() : undefined;
}

/** Returns the ID of a workspace by its ID or its only name. Throws `not_found`. */
export async function workspaceOf(transport: Transport, wanted: Reference, options: CallOptions): Promise<string> {
  const id = idOf(wanted);
  if (id !== undefined || typeof wanted !== 'string') return id ?? '';
  const all = await transport.call('GET /workspace/', options);
  const exact = all.filter(({ name }) => name === wanted);
  const [found, another] = exact.length > 0 ? exact : all.filter(({ name }) => isSameName(name, wanted));
  if (another) throw invalid(`There is more than one workspace "${wanted}". Give the ID of one.`);
  return (found ?? missing('workspace', wanted)).api_id;
}

interface Place extends CallOptions {
  /** Workspace of an analysis given by name; absent: the client's. */
  workspace?: Reference | undefined;
}

/** Returns the ID of an analysis by its ID or its name. Throws `not_found`. */
export async function analysisOf(
  transport: Transport,
  defaultWorkspace: DefaultWorkspace,
  wanted: Reference,
  { workspace, signal }: Place,
): Promise<string> {
  const id = idOf(wanted);
  if (id !== undefined || typeof wanted !== 'string') return id ?? '';
  const parent = await orDefault(transport, defaultWorkspace, workspace, { signal });
  return (await findChild(transport, 'analyses', parent, wanted, { signal })) ?? missing('analysis', wanted);
}

/** Returns the ID of the given workspace, or the client's. */
export const orDefault = (
  transport: Transport,
  defaultWorkspace: DefaultWorkspace,
  workspace: Reference | undefined,
  options: CallOptions,
): Promise<string> => (workspace ? workspaceOf(transport, workspace, options) : defaultWorkspace(options.signal));

function missing(kind: string, name: string): never {
  throw new GoFigrError(`There is no ${kind} "${name}".`, { code: 'not_found' });
}
