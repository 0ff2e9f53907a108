import type { Reason } from '../../../kernel/pictures/index.ts';

/** Reasons why a picture is missing, for people. They go into a header, so they are ASCII. */
export const REASONS: Record<Reason, string> = {
  too_costly: 'Drawing it takes too much time or memory.',
  too_slow: 'The server was too busy to draw it. It tries again in a moment.',
  too_many_pixels: 'It has more than 100 million pixels, the most that the server draws.',
  too_large: 'It has more than 200 MB, the most that the server draws.',
  no_such_page: 'It has no such page.',
  no_ghostscript: 'This server draws EPS and PDF only with Ghostscript, which is not installed.',
  unreadable: 'It is damaged or in a format that the server does not draw.',
};
