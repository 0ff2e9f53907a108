import type { KeyPermission } from '@gofigr/contract';

/** The caller of a request. */
export type Principal = Anonymous | SignedIn;

export interface Anonymous {
  kind: 'anonymous';
  /** Tells whether the request has the session of a disabled user, who may learn why it is refused. */
  isDisabled?: true;
}

/** Rights of an API key, within those of its owner. */
export interface KeyRights {
  permission: KeyPermission;
  managesPeople: boolean;
  /** Expiry of the key, or of the replaced secret that the request sent; microseconds, null: never. */
  expiry: number | null;
  /** Tells whether a rotation replaced the secret. */
  isPrevious: boolean;
}

export interface SignedIn {
  kind: 'user';
  userId: string;
  username: string;
  isStaff: boolean;
  /** `device`: the token of a sign-in from a terminal, which creates one API key and can do little else. */
  via: 'session' | 'access' | 'api_key' | 'device';
  credentialId: string;
  /** The credential of the sign-in: for an access token its refresh token, otherwise the credential itself. */
  signInId: string;
  /** Workspaces that an API key can access; null: all of its owner. */
  scope: readonly string[] | null;
  /** Rights of the API key; null without a key. */
  key: KeyRights | null;
}

/** ID of the API key that a request is made with. */
export const keyIdOf = ({ via, credentialId }: SignedIn): string | null => (via === 'api_key' ? credentialId : null);

export const ANONYMOUS: Anonymous = { kind: 'anonymous' };
