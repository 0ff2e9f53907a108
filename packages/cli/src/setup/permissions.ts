/** Rights of a key, as the server names them. */
export const PERMISSIONS = ['full', 'read', 'publish'] as const;
export type Permission = (typeof PERMISSIONS)[number];
