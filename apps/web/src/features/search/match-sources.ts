import type { MatchedIn } from '@gofigr/contract';

/** Words for where a matching line is. */
export const MATCH_SOURCES: Record<MatchedIn, string> = {
  description: 'Description',
  tag: 'Tag',
  metadata: 'Metadata',
  file: 'File',
  text: 'Text',
  picture: 'In the picture',
  column: 'Column',
  package: 'Package',
  code: 'Code',
  history: 'Code of the session',
};
