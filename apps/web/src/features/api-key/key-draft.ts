import { GoFigrError } from '@gofigr/client/wire';
import type { ApiKey, KeyPermission } from '@gofigr/contract';

const DAY = 86_400_000;

/** A choice of expiry: a number of days, a date, never, or as before. */
export const EXPIRIES = ['30', '60', '90', '365', 'date', 'never', 'keep'] as const;
export type Expires = (typeof EXPIRIES)[number];

/** The fields of a key as a form holds them. */
export interface KeyDraft {
  name: string;
  permission: KeyPermission;
  /** null: all workspaces. */
  workspaces: string[] | null;
  expires: Expires;
  /** Day of the field for dates, such as `2027-01-31`, or ''. */
  date: string;
  /** One address or network in each line. */
  addresses: string;
  managesPeople: boolean;
}

/** The fields that the server gets. */
export interface KeyBody {
  name: string;
  permission: KeyPermission;
  expiry?: string | null;
  addresses: string[] | null;
  workspaces?: string[] | null;
  manages_people?: boolean;
}

/** Fields of a new key that a link fills in. */
export interface KeyPrefill {
  name?: string | undefined;
  permission?: KeyPermission | undefined;
  workspaces?: string[] | undefined;
  expires?: string | undefined;
}

const PERMISSIONS: readonly string[] = ['full', 'read', 'publish'] satisfies KeyPermission[];
export const isPermission = (text: unknown): text is KeyPermission =>
  typeof text === 'string' && PERMISSIONS.includes(text);
export const isExpires = (text: string): text is Expires => (EXPIRIES as readonly string[]).includes(text); // `includes` accepts members only.

/** Returns the day of a time in the user's time zone, as fields for dates hold it. */
export function dayOf(time: number): string {
  const date = new Date(time);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** Returns the choice for an expiry in a link: `90`, `never`, or another number of days, which becomes a date. */
function expiresOf(text: string | undefined, now: number): Pick<KeyDraft, 'expires' | 'date'> {
  if (text === undefined) return { expires: '365', date: '' };
  if (text !== 'keep' && text !== 'date' && isExpires(text)) return { expires: text, date: '' };
  const days = Number(text);
  return Number.isInteger(days) && days > 0 && days < 36_500
    ? { expires: 'date', date: dayOf(now + days * DAY) }
    : { expires: '365', date: '' };
}

export const newDraft = (prefill: KeyPrefill = {}, now = Date.now()): KeyDraft => ({
  name: prefill.name ?? '',
  permission: prefill.permission ?? 'full',
  workspaces: prefill.workspaces?.length ? prefill.workspaces : null,
  ...expiresOf(prefill.expires, now),
  addresses: '',
  managesPeople: false,
});

export const draftOf = (key: ApiKey): KeyDraft => ({
  name: key.name,
  permission: key.permission,
  workspaces: key.workspaces,
  expires: 'keep',
  date: '',
  addresses: key.addresses?.join('\n') ?? '',
  managesPeople: key.manages_people,
});

/** Returns the expiry that a draft stands for; null for never, undefined for no change. */
export function expiryOf({ expires, date }: KeyDraft, now = Date.now()): string | null | undefined {
  if (expires === 'keep') return undefined;
  if (expires === 'never') return null;
  if (expires !== 'date') return new Date(now + Number(expires) * DAY).toISOString();
  // The key works through the whole day, in the user's time zone.
  const end = new Date(`${date}T23:59:59`);
  return Number.isNaN(end.getTime()) ? undefined : end.toISOString();
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** Returns the body of a draft. Keys of service accounts have a fixed workspace and manage nobody. */
export function bodyOf(draft: KeyDraft, isService: boolean): KeyBody {
  const { name, permission, workspaces, managesPeople } = draft;
  const addresses = linesOf(draft.addresses);
  const expiry = expiryOf(draft);
  return {
    name: name.trim(),
    permission,
    ...(expiry !== undefined && { expiry }),
    addresses: addresses.length === 0 ? null : addresses,
    ...(!isService && { workspaces, manages_people: managesPeople && permission === 'full' }),
  };
}

export type KeyErrors = Partial<
  Record<'name' | 'permission' | 'workspaces' | 'expiry' | 'addresses' | 'people', string>
>;

/** Returns what the form itself refuses, by field. */
export function problemsOf({ name, workspaces, expires, date }: KeyDraft): KeyErrors {
  return {
    ...(name.trim() === '' && { name: 'Give the key a name.' }),
    ...(workspaces?.length === 0 && { workspaces: 'Choose at least one workspace.' }),
    ...(expires === 'date' && date === '' && { expiry: 'Choose a date.' }),
  };
}

const FIELDS: Record<string, keyof KeyErrors> = {
  name: 'name',
  permission: 'permission',
  workspace: 'workspaces',
  workspaces: 'workspaces',
  expiry: 'expiry',
  addresses: 'addresses',
  manages_people: 'people',
};

/** Returns what the server refused, by field. An address is named by its line. */
export function refusedFields(error: unknown, draft: KeyDraft): KeyErrors {
  if (!(error instanceof GoFigrError)) return {};
  const found: KeyErrors = {};
  for (const { path, message } of error.fields) {
    const [field = '', index] = path.replace(/^\//, '').split(/[/.]/);
    const name = FIELDS[field];
    if (name === undefined) continue;
    const line = name === 'addresses' && index !== undefined ? linesOf(draft.addresses)[Number(index)] : undefined;
    found[name] ??= line === undefined ? `It ${message}.` : `“${line}” ${message}.`;
  }
  return found;
}
