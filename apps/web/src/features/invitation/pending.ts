const KEY = 'gofigr-invitation';

/** Keeps the token of an invitation for this tab while the user signs in. Addresses sent to a server don't hold it. */
export const keepInvitation = (token: string): void => window.sessionStorage.setItem(KEY, token);

/** Returns the token of the last invitation opened in this tab. */
export const pendingInvitation = (): string | null => window.sessionStorage.getItem(KEY);
