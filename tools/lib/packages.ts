import { existsSync, readFileSync } from 'node:fs';
import { fromRoot } from './root.ts';

/** Returns the script of a package's command, to run it with Node. This is faster than npx and works on Windows. */
export function packageBin(name: string, command = name): string {
  const folder = fromRoot('node_modules', name);
  if (!existsSync(folder)) throw new Error(`${name} is not installed`);
  const manifest = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as {
    bin?: Record<string, string> | string;
  }; // the field `bin` is one of these
  const bin = typeof manifest.bin === 'string' ? manifest.bin : manifest.bin?.[command];
  if (bin === undefined) throw new Error(`${name} has no command ${command}`);
  return fromRoot('node_modules', name, bin);
}
