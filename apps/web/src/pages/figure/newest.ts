import type { Figure } from '@gofigr/contract';

/** The revision that a figure's page shows; none while nothing is published to it. */
export const newestOf = (figure: Figure) => figure.revisions.at(-1);
