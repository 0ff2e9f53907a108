const KEY = 'gofigr-invitation';

/** Keeps the token of an invitation's link for this tab, through signing in: in no address that is sent to a server. */
export const keepInvitation = (token: string): void => window.sessionStorage.setItem(KEY, token);

/** The token of the link that this tab was last opened with. */
export const pendingInvitation = (): string | null => window.sessionStorage.getItem(KEY);
