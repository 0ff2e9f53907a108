import { type ApiKey, type GoFigr, GoFigrError, type User } from '@gofigr/client';
import type { Setting, Settings } from '@gofigr/client/node';
import { clientOf, settingsFor } from '../common/connection.ts';
import { impatient } from '../common/impatient.ts';
import type { SharedOptions } from '../common/options.ts';
import { originText, settingName } from '../common/origin.ts';
import { aligned, note, printResult } from '../common/output.ts';
import { workspaceFor } from '../common/workspaces.ts';
import { startOf } from '../terminal/echo.ts';
import { printable } from '../terminal/printable.ts';

/** Runs `gfconfig whoami`. */
export async function whoami(options: SharedOptions): Promise<void> {
  const settings = await settingsFor(options);
  const gf = clientOf(settings, { fetch: impatient });
  const user = await gf.users.me();
  const [key, workspaces] = await Promise.all([currentKey(gf), gf.workspaces.list()]);
  const names = new Map(workspaces.map(({ api_id, name }) => [api_id, printable(name)]));
  const workspace = await workspaceFor(gf, settings);
  const isReachable = workspace === undefined || names.has(workspace);
  const text = aligned(rows({ user, key, settings, workspace, nameOf: (id) => names.get(id) ?? 'no access' }));
  const value = {
    username: user.username,
    is_service_account: key !== null && isOfService(key),
    email: user.email,
    url: sourced(settings.url),
    api_key: key && describedKey(key),
    api_key_origin: settings.apiKey?.origin ?? null,
    workspace: settings.workspace && { value: workspace, origin: settings.workspace.origin },
    config_path: settings.configPath ?? null,
  };
  printResult(options, value, text);
  if (settings.workspace && !isReachable)
    note(`Note: ${settingName('workspace', settings.workspace.origin)} is a workspace that this key can't access.`);
}

/** Fields of a key that newer servers send. */
type AnyKey = Pick<ApiKey, 'name' | 'expiry' | 'workspace' | 'last_used'> & Partial<ApiKey>;

function describedKey({ name, expiry, workspace, last_used, ...key }: AnyKey) {
  const { permission = 'full', workspaces = null, addresses = null } = key;
  return { name, permission, expiry, workspace, workspaces, addresses, last_used };
}

/** A key of a service account was made by somebody else than its owner. */
const isOfService = ({ created_by }: AnyKey): boolean => created_by != null;

const sourced = (setting: Setting | undefined) => setting && { value: setting.value, origin: setting.origin };

/** Returns the key of these requests. Null if a password signs in, or on a server without this operation. */
async function currentKey(gf: GoFigr): Promise<ApiKey | null> {
  try {
    return await gf.apiKeys.current();
  } catch (error) {
    if (error instanceof GoFigrError && (error.status === 404 || error.status === 403)) return null;
    throw error;
  }
}

interface Known {
  user: User;
  key: ApiKey | null;
  settings: Settings;
  /** ID of the workspace of the settings. */
  workspace: string | undefined;
  nameOf: (workspace: string) => string;
}

type Row = [label: string, value: string];

function rows({ user, key, settings, workspace: id, nameOf }: Known): Row[] {
  const { url, apiKey, username, workspace } = settings;
  const person = [user.first_name, user.last_name].map(printable).join(' ').trim();
  const withOrigin = (text: string, { origin }: Setting): string => `${text}  [${originText(origin)}]`;
  const all: Row[] = [
    [key && isOfService(key) ? 'Service account' : 'User', person ? `${user.username} (${person})` : user.username],
    ['Server', withOrigin(url.value, url)],
  ];
  if (apiKey) all.push(...keyRows(withOrigin(keyText(key, apiKey.value), apiKey), key, nameOf));
  else if (username) all.push(['Signs in', withOrigin('with a password', username)]);
  if (workspace && id !== undefined) all.push(['Workspace', withOrigin(nameOf(id), workspace)], ['', id]);
  else all.push(['Workspace', 'the primary workspace  [by default]']);
  return all;
}

const keyText = (key: ApiKey | null, value: string): string =>
  key ? `${printable(key.name)} (${startOf(value)})` : startOf(value);

const PERMISSIONS: Record<ApiKey['permission'], string> = {
  full: 'full',
  read: 'read: views, changes nothing',
  publish: 'publish: publishes, and changes only what it published',
};

function keyRows(text: string, key: AnyKey | null, nameOf: Known['nameOf']): Row[] {
  if (!key) return [['API key', text]];
  const { permission, addresses, expiry } = key;
  const bound = key.workspaces ?? (key.workspace === null ? null : [key.workspace]);
  return [
    ['API key', text],
    ...(permission === undefined ? [] : [['Permission', PERMISSIONS[permission] ?? permission] satisfies Row]),
    ['Access', bound === null ? 'all your workspaces' : accessText(bound.map(nameOf))],
    ...(addresses ? [['Addresses', `only from ${addresses.join(', ')}`] satisfies Row] : []),
    ['Expires', expiry === null ? 'never' : `${expiry.slice(0, 16).replace('T', ' ')} UTC`],
  ];
}

const accessText = (names: readonly string[]): string =>
  `only the workspace${names.length > 1 ? 's' : ''} ${names.join(', ')}`;
