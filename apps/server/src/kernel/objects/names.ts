/** The displayed name of a revision of a figure or an asset; they count from 1. */
export const revisionName = (parentName: string, index: number): string =>
  `${nameBeforeNumber(parentName)}${index + 1}`;

/** The displayed name of a revision up to its number. */
export const nameBeforeNumber = (parentName: string): string => `${parentName} – Revision #`;
