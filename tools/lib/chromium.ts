import { run } from './run.ts';
import { ensureSystem } from './system.ts';

let found: Promise<string> | undefined;

/** Path of a Chromium, installed when missing and possible. */
export function ensureChromium(): Promise<string> {
  found ??= ensureSystem('chromium');
  return found;
}

/** `chromium 142.0.7444.59` */
export async function chromiumEngine(path: string): Promise<string> {
  const { output } = await run(path, ['--version', '--no-sandbox']);
  return `chromium ${/\d+(\.\d+)+/.exec(output)?.[0] ?? 'unknown'}`;
}
