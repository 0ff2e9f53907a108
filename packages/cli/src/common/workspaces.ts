import { type GoFigr, isSameName, type Workspace } from '@gofigr/client';
import type { Settings } from '@gofigr/client/node';
import { EXIT, Failure } from '../failure.ts';
import { printable } from '../terminal/printable.ts';
import { settingName } from './origin.ts';
import { isId } from './target.ts';

/** Returns the workspaces that a key can access. Throws if there is none. */
export async function accessibleWorkspaces(gf: GoFigr): Promise<Workspace[]> {
  const workspaces = await gf.workspaces.list();
  if (workspaces.length > 0) return workspaces;
  throw new Failure(
    EXIT.refused,
    "This key can't access any workspace: its workspace was deleted, or you are no longer a member of it.",
    'Use another key, or ask for an invitation to the workspace.',
  );
}

/** Returns the current workspace if it is in the list, else the caller's primary one, else the first. */
export async function usualWorkspace(
  gf: GoFigr,
  workspaces: readonly Workspace[],
  current: string | undefined,
): Promise<Workspace> {
  const kept = workspaces.find(({ api_id }) => api_id === current?.toLowerCase());
  if (kept) return kept;
  const primary = await gf.workspaces.primary();
  const [first] = workspaces;
  const found = workspaces.find(({ api_id }) => api_id === primary?.api_id) ?? first;
  if (found === undefined) throw new Failure(EXIT.failed, 'There is no workspace.');
  return found;
}

/**
 * Returns the ID of the workspace to work in: the given one, by API ID or name, else that of the settings. `undefined` if
 * there is none. An error about the settings names the variable or file.
 */
export async function workspaceFor(gf: GoFigr, { workspace }: Settings, given?: string): Promise<string | undefined> {
  if (given !== undefined) return (await workspaceNamed(gf, given)).api_id;
  if (workspace === undefined || isId(workspace.value)) return workspace?.value.toLowerCase();
  try {
    return (await workspaceNamed(gf, workspace.value)).api_id;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const source = settingName('workspace', workspace.origin);
    throw new Failure(error.exitCode, `${source}: ${error.message}`, error.advice);
  }
}

/** Finds a workspace by its API ID or its unique name. */
export async function workspaceNamed(gf: GoFigr, wanted: string): Promise<Workspace> {
  const workspaces = await accessibleWorkspaces(gf);
  const found = workspaces.find(({ api_id }) => api_id === wanted.toLowerCase()) ?? onlyOne(workspaces, wanted);
  if (found) return found;
  const names = workspaces.map(({ name }) => printable(name)).join(', ');
  throw new Failure(EXIT.failed, `There is no workspace "${printable(wanted)}".`, `This key can access: ${names}`);
}

function onlyOne(workspaces: Workspace[], wanted: string): Workspace | undefined {
  const exact = workspaces.filter(({ name }) => name === wanted);
  const [found, another] = exact.length > 0 ? exact : workspaces.filter(({ name }) => isSameName(name, wanted));
  if (found === undefined || another === undefined) return found;
  throw new Failure(
    EXIT.failed,
    `There is more than one workspace "${wanted}".`,
    `Give its API ID instead, such as ${found.api_id} or ${another.api_id}.`,
  );
}
