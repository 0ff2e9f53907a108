import { shortPath } from './origin.ts';
import { note } from './output.ts';

/** Says that a file of somebody else is not read. */
export const onIgnored = (path: string): void =>
  note(
    `Note: ${shortPath(path)} belongs to somebody else and is ignored. Copy it to use it, or name it with --config-path.`,
  );
