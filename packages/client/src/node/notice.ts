import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

const DAY_MS = 86_400_000;

/** Folder of what our commands remember about this user. */
export const stateFolder = (): string =>
  join(process.env['XDG_STATE_HOME'] || join(homedir(), '.local', 'state'), 'gofigr');

/**
 * Returns a function that shows notices of a server on standard error: one line, at most once a day for a key. The Python
 * package uses the same files.
 */
export function noticeOnceADay(
  url: string,
  key: string | undefined,
  show: (line: string) => void = (line) => process.stderr.write(line),
): (text: string) => void {
  let isShown = false;
  return (text) => {
    if (isShown) return;
    isShown = true;
    if (!wasShownToday(url, key)) show(`GoFigr: ${oneLine(text)}\n`);
  };
}

/** Tells whether the last day saw a notice, and if not, remembers this one. Without a writable folder, it saw none. */
function wasShownToday(url: string, key = ''): boolean {
  const server = URL.canParse(url) ? new URL(url).origin : url;
  const id = createHash('sha256').update(`${server}\n${key}`).digest('hex').slice(0, 32);
  const folder = join(stateFolder(), 'notices');
  const path = join(folder, id);
  const last = statSync(path, { throwIfNoEntry: false });
  if (last !== undefined && Math.abs(Date.now() - last.mtimeMs) < DAY_MS) return true;
  try {
    // Not with `recursive`, which never ends below /proc.
    for (const parent of [dirname(dirname(dirname(folder))), dirname(dirname(folder)), dirname(folder), folder])
      if (!existsSync(parent)) mkdirSync(parent);
    writeFileSync(path, '');
  } catch {
    // The notice matters more than its repetition.
  }
  return false;
}

/** Makes a text safe for a terminal: a proxy or another server may have sent it. */
const oneLine = (text: string): string =>
  text
    .replaceAll(/[\s\p{C}]+/gu, ' ')
    .trim()
    .slice(0, 300);
