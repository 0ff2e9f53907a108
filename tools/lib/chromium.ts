import { run } from './run.ts';
import { ensureSystem } from './system.ts';

let found: Promise<string> | undefined;
let shell: Promise<string> | undefined;

/** Returns the path of Chromium. Installs it if it is missing and that is possible. */
export function ensureChromium(): Promise<string> {
  found ??= ensureSystem('chromium');
  return found;
}

/** Returns the path of the Chromium that opens pages for tests. Installs it if it is missing and that is possible. */
export function ensureHeadlessShell(): Promise<string> {
  shell ??= ensureSystem('headless-shell');
  return shell;
}

/** Returns name and version, such as `chromium 142.0.7444.59`. */
export async function chromiumEngine(path: string): Promise<string> {
  const { output } = await run(path, ['--version', '--no-sandbox']);
  return `chromium ${/\d+(\.\d+)+/.exec(output)?.[0] ?? 'unknown'}`;
}
