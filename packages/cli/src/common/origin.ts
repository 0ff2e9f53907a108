import { homedir } from 'node:os';
import type { Origin } from '@gofigr/client/node';

/** Writes `~` for the home folder. */
export function shortPath(path: string): string {
  const home = homedir();
  return path === home || path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}

/** Names a setting in a message by its source: `GF_WORKSPACE`, `The workspace in ~/.gofigr` … */
export function settingName(what: string, origin: Origin): string {
  if (origin.kind === 'environment') return origin.name;
  return origin.kind === 'file' ? `The ${what} in ${shortPath(origin.path)}` : `The given ${what}`;
}

/** Describes the source of a setting: `from GF_URL`, `from ~/.gofigr` … */
export function originText(origin: Origin): string {
  if (origin.kind === 'environment') return `from ${origin.name}`;
  if (origin.kind === 'file') return `from ${shortPath(origin.path)}`;
  return origin.kind === 'argument' ? 'from the command line' : 'by default';
}
