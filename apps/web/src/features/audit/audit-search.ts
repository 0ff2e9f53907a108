import type { AuditGroup } from '@gofigr/contract';
import { dayOf, textOf, timesOf } from '../../lib/days.ts';

/** Filters of the audit page, as its address has them. Days are those of the viewer. */
export interface AuditSearch {
  group?: AuditGroup | undefined;
  event?: string | undefined;
  user?: string | undefined;
  object?: string | undefined;
  address?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

export const GROUPS: Readonly<Record<AuditGroup, string>> = {
  accounts: 'Accounts and passwords',
  sign_ins: 'Sign-ins',
  keys: 'API keys',
  people: 'Members and invitations',
  sharing: 'Sharing',
  server: 'Server',
};

const isGroup = (text: string | undefined): text is AuditGroup => text !== undefined && Object.hasOwn(GROUPS, text);

/** Reads the filters in an address. Unknown ones count as absent. */
export function auditSearchOf(search: Record<string, unknown>): AuditSearch {
  const group = textOf(search['group']);
  return {
    group: isGroup(group) ? group : undefined,
    event: textOf(search['event']),
    user: textOf(search['user']),
    object: textOf(search['object']),
    address: textOf(search['address']),
    from: dayOf(search['from']),
    to: dayOf(search['to']),
  };
}

/** The filters as the server takes them. */
export function auditQueryOf({ group, event, user, object, address, from, to }: AuditSearch) {
  return {
    everyone: 'true' as const,
    ...(group && { group }),
    ...(event && { event }),
    ...(user && { user }),
    ...(object && { object }),
    ...(address && { address }),
    ...timesOf({ from, to }),
  };
}
