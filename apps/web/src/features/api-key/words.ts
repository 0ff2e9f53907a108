import type { ApiKey, ApiKeyUse, KeyLeak, KeyPermission, LeakAction } from '@gofigr/contract';
import { clientName } from '../../lib/client-name.ts';
import { formatDay } from '../../lib/format.ts';

export const PERMISSIONS: Record<KeyPermission, { label: string; sentence: string }> = {
  full: { label: 'Full', sentence: 'Does all that you may do, except managing keys and people.' },
  read: { label: 'Read', sentence: 'Views figures and data, and changes nothing.' },
  publish: { label: 'Publish', sentence: 'Publishes, and changes only what it published itself.' },
};

/** Says in a sentence what a permission allows. A service account has the rights of a creator of its workspace. */
export const sentenceOf = (permission: KeyPermission, isService: boolean): string =>
  isService
    ? PERMISSIONS[permission].sentence.replace('you may', 'creators of the workspace may')
    : PERMISSIONS[permission].sentence;

/** The server's actions when a key is published: the choice, what it does, and what it did. */
export const LEAK_ACTIONS: Record<LeakAction, { label: string; sentence: string; done: string }> = {
  tell: {
    label: 'Tell',
    sentence: 'Reports the key here, by mail and to the client that publishes it.',
    done: 'reported',
  },
  redact: {
    label: 'Mask',
    sentence: 'Masks the key in code, text, notebooks and metadata before it stores them, and reports it.',
    done: 'masked',
  },
  revoke: { label: 'Revoke', sentence: 'Revokes the key and reports it. The publish succeeds.', done: 'key revoked' },
  refuse: { label: 'Refuse', sentence: 'Refuses the publish and stores nothing.', done: 'refused' },
};

/** Names the part of a revision that held a key. */
export const partOf = ({ data }: Pick<KeyLeak, 'data'>): string => (data === null ? 'the metadata' : `“${data}”`);

/** Describes the origin of the last use: `lab-server, gofigr-python 3.0`. The machine replaces the address. */
export function originOf(use: Partial<ApiKeyUse> | undefined): string {
  const client = use?.client ? clientName(use.client).replace('/', ' ') : '';
  return [use?.machine || use?.address, client].filter((part) => part).join(', ');
}

/** Names the workspaces of a key. */
export function reachOf({ workspaces }: Pick<ApiKey, 'workspaces'>, names: ReadonlyMap<string, string>): string {
  if (workspaces === null) return 'All workspaces';
  return workspaces.map((id) => names.get(id) ?? 'A workspace that you do not reach').join(', ');
}

export const expiryWords = ({ expiry }: Pick<ApiKey, 'expiry'>): string =>
  expiry === null ? 'never expires' : `expires on ${formatDay(expiry)}`;
