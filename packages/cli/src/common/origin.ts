import { homedir } from 'node:os';
import type { Origin } from '@gofigr/client/node';

/** A path as people write it: `~` for their home. */
export function shortPath(path: string): string {
  const home = homedir();
  return path === home || path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}

/** `from GF_URL`, `from ~/.gofigr` … */
export function originText(origin: Origin): string {
  if (origin.kind === 'environment') return `from ${origin.name}`;
  if (origin.kind === 'file') return `from ${shortPath(origin.path)}`;
  return origin.kind === 'argument' ? 'from the command line' : 'by default';
}
