import { hostname, userInfo } from 'node:os';
import { isId } from '../common/target.ts';
import { EXIT, Failure } from '../failure.ts';
import type { Permission } from './permissions.ts';

/** Options that describe a new key. */
export interface KeyOptions {
  keyName?: string;
  permission?: Permission;
  keyWorkspaces?: string;
  expiry?: string;
}

/** Rights and life of the key to ask for. What is left out, the person who approves chooses. */
export interface KeyWish {
  name: string;
  permission?: Permission;
  workspaces?: string[];
  expiry?: string;
}

/** Returns the key that the options describe. Its usual name is the user's and the machine's. */
export function wishOf({ keyName, permission, keyWorkspaces, expiry }: KeyOptions): KeyWish {
  const name = keyName?.trim() || `${userName()}@${hostname()}`;
  const workspaces = keyWorkspaces?.split(',').map((id) => id.trim().toLowerCase());
  const wrong = workspaces?.find((id) => !isId(id));
  if (wrong !== undefined)
    throw new Failure(EXIT.usage, `"${wrong}" is no API ID of a workspace.`, 'Give IDs with commas between them.');
  return {
    name,
    ...(permission && { permission }),
    ...(workspaces && { workspaces }),
    ...(expiry !== undefined && { expiry: timeOf(expiry) }),
  };
}

/** Reads `90d`, `2027-01-31` or a time with an offset. */
export function timeOf(text: string, now = Date.now()): string {
  const [, days] = /^(\d{1,5})d$/.exec(text) ?? [];
  const isDate = /^\d{4}-\d\d-\d\d(T.*(Z|[+-]\d\d:\d\d))?$/.test(text);
  const time = days === undefined ? Date.parse(isDate ? text : '') : now + Number(days) * 86_400_000;
  if (!Number.isNaN(time)) return new Date(time).toISOString();
  throw new Failure(EXIT.usage, `"${text}" is no time.`, 'Give a date or a number of days, such as 2027-01-31 or 90d.');
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a user ID without a name.
    return 'user';
  }
}
