import { shortPath } from './origin.ts';
import { note } from './output.ts';

/** Warns that a file of another user is ignored. */
export const onIgnored = (path: string): void =>
  note(
    `Note: ${shortPath(path)} belongs to another user and is ignored. Copy it to use it, or give it with --config-path.`,
  );
