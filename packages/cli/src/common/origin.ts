import { homedir } from 'node:os';
import type { Origin } from '@gofigr/client/node';

/** A path as people write it: `~` for their home. */
export function shortPath(path: string): string {
  const home = homedir();
  return path === home || path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}

/** `from GF_URL`, `from ~/.gofigr` … */
export function originText(origin: Origin): string {
  switch (origin.kind) {
    case 'argument':
      return 'from the command line';
    case 'environment':
      return `from ${origin.name}`;
    case 'file':
      return `from ${shortPath(origin.path)}`;
    case 'default':
      return 'by default';
  }
}
