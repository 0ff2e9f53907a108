/** The caller of a request. */
export type Principal = Anonymous | SignedIn;

export interface Anonymous {
  kind: 'anonymous';
}

export interface SignedIn {
  kind: 'user';
  userId: string;
  username: string;
  isStaff: boolean;
  via: 'session' | 'access' | 'api_key';
  credentialId: string;
  /** The credential that stands for the sign-in: for an access token the refresh token it came from, else its own. */
  signInId: string;
  /** The only workspace an API key reaches, or null for all of the user's. */
  scope: string | null;
}

export const ANONYMOUS: Anonymous = { kind: 'anonymous' };
