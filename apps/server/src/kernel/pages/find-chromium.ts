import { accessSync, constants, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The programs themselves: the scripts in `/usr/bin` add flags of the machine, which may turn the sandbox off. */
const PLACES = [
  '/usr/lib/chromium/chromium',
  '/usr/lib/chromium-browser/chromium-browser',
  '/usr/lib64/chromium-browser/chromium-browser',
  '/opt/google/chrome/chrome',
  '/opt/chromium.org/chromium/chromium-browser',
];
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Returns the path of Chromium; null if this machine has none. `setting` is empty, `off` or a path. */
export function findChromium(setting: string, path = process.env['PATH'] ?? ''): string | null {
  if (setting === 'off') return null;
  if (setting !== '') return isProgram(setting) ? realpathSync(setting) : null;
  const onPath = path.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const found = [...PLACES, ...onPath].find(isProgram);
  return found === undefined ? null : realpathSync(found);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
