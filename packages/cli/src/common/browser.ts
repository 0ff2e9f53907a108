import { spawn } from 'node:child_process';
import { once } from 'node:events';

const OPENERS: Partial<Record<NodeJS.Platform, [string, string[]]>> = {
  darwin: ['open', []],
  win32: ['rundll32', ['url.dll,FileProtocolHandler']],
};

/** Tells whether a browser can be opened for the user of this terminal: not over SSH, unless it forwards a display. */
export function hasBrowser(env: NodeJS.ProcessEnv = process.env, platform = process.platform): boolean {
  const { BROWSER, DISPLAY, WAYLAND_DISPLAY, SSH_CONNECTION, SSH_TTY } = env;
  if (BROWSER || DISPLAY || WAYLAND_DISPLAY) return true;
  return platform in OPENERS && !SSH_CONNECTION && !SSH_TTY;
}

/** Starts a browser. Returns false if there is none, as on a machine without a display. */
export async function openInBrowser(url: string): Promise<boolean> {
  // A server names some addresses. Only pages are opened, never programs or files.
  if (!/^https?:\/\//i.test(url) || !hasBrowser()) return false;
  const [command, args] = OPENERS[process.platform] ?? [process.env['BROWSER'] || 'xdg-open', []];
  const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true });
  child.unref();
  return Promise.race([once(child, 'spawn').then(() => true), once(child, 'error').then(() => false)]);
}
