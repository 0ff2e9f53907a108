const KEY = 'gofigr-device';

/** Keeps the code of a terminal for this tab while the user signs in. Addresses sent to a server don't hold it. */
export const keepDeviceCode = (code: string): void => window.sessionStorage.setItem(KEY, code);

/** Returns the code of the last link of a terminal opened in this tab. */
export const pendingDeviceCode = (): string | null => window.sessionStorage.getItem(KEY);

export const forgetDeviceCode = (): void => window.sessionStorage.removeItem(KEY);
