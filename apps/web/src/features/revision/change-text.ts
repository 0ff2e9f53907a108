import type { RevisionChange } from '@gofigr/contract';

/** The stored line of a change, or the parts that changed until there is one. Names in it are between backticks. */
export function changeText({ line, changed }: RevisionChange, index: number): string {
  if (index === 0) return 'First published';
  if (line !== null) return line === 'nothing changed' ? 'Nothing changed' : line;
  return changed.length === 0 ? 'Nothing changed' : `Changed: ${changed.join(', ')}`;
}
