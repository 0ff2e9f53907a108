import { findProgram, installDebianPackages } from './debian.ts';
import { LegSkipped } from './leg.ts';
import { run } from './run.ts';

const find = (): string | undefined =>
  findProgram([
    process.env['CHROMIUM_PATH'],
    '/usr/bin/chromium',
    'chromium',
    'chromium-browser',
    'google-chrome',
    'google-chrome-stable',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ]);

let found: Promise<string> | undefined;

/** Path of a Chromium, installed when missing and possible. */
export function ensureChromium(): Promise<string> {
  found ??= findOrInstall();
  return found;
}

async function findOrInstall(): Promise<string> {
  const installed = find();
  if (installed !== undefined) return installed;
  const path = (await installDebianPackages(['chromium'])) ? find() : undefined;
  if (path === undefined) throw new LegSkipped('no Chromium: install it or set CHROMIUM_PATH');
  return path;
}

/** `chromium 142.0.7444.59` */
export async function chromiumEngine(path: string): Promise<string> {
  const { output } = await run(path, ['--version', '--no-sandbox']);
  return `chromium ${/\d+(\.\d+)+/.exec(output)?.[0] ?? 'unknown'}`;
}
