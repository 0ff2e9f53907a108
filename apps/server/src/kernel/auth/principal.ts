import type { KeyPermission } from '@gofigr/contract';

/** The caller of a request. */
export type Principal = Anonymous | SignedIn;

export interface Anonymous {
  kind: 'anonymous';
}

/** Rights of an API key, within those of its owner. */
export interface KeyRights {
  permission: KeyPermission;
  managesPeople: boolean;
  /** When it expires, or when the secret that was used does; microseconds, null: never. */
  expiry: number | null;
  /** Whether the secret was replaced by a rotation. */
  isPrevious: boolean;
}

export interface SignedIn {
  kind: 'user';
  userId: string;
  username: string;
  isStaff: boolean;
  /** `device`: a token of a terminal's sign-in, which makes one API key and little else. */
  via: 'session' | 'access' | 'api_key' | 'device';
  credentialId: string;
  /** The credential that stands for the sign-in: for an access token the refresh token it came from, else its own. */
  signInId: string;
  /** The only workspaces an API key reaches, or null for all of the user's. */
  scope: readonly string[] | null;
  /** Rights of the API key; null without a key. */
  key: KeyRights | null;
}

/** ID of the API key that a request is made with. */
export const keyIdOf = ({ via, credentialId }: SignedIn): string | null => (via === 'api_key' ? credentialId : null);

export const ANONYMOUS: Anonymous = { kind: 'anonymous' };
