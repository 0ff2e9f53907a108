/** The displayed name of a revision of a figure or an asset; they count from 1. */
export const revisionName = (parentName: string, index: number): string => `${parentName} – Revision #${index + 1}`;
