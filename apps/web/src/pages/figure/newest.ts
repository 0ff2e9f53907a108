import type { Figure } from '@gofigr/contract';

/** Returns the revision that a figure's page shows; undefined if the figure has none. */
export const newestOf = (figure: Figure) => figure.revisions.at(-1);
